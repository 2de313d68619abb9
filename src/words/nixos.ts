/** The option of NixOS that a unit is made from: `systemd.services.sshd`; undefined: there is none of its type. */
export function nixosOption(unit: string): string | undefined {
  const dot = unit.lastIndexOf('.');
  const type = unit.slice(dot + 1);
  const name = unit.slice(0, dot);
  if (!['service', 'socket', 'timer', 'target', 'path', 'slice'].includes(type)) return undefined;
  return `systemd.${type}s.${/^[A-Za-z_][A-Za-z0-9_'-]*$/.test(name) ? name : JSON.stringify(name)}`;
}
