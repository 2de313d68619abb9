/** `foo@.service` of `foo@bar.service`; undefined of a plain name. */
export function templateOf(name: string): string | undefined {
  const at = name.indexOf('@');
  return at < 0 ? undefined : `${name.slice(0, at + 1)}${name.slice(name.lastIndexOf('.'))}`;
}
