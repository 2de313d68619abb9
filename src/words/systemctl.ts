/** How systemctl is called for the manager that a question is about. @param config the folder where it makes its links */
export function systemctlFor(config: string): string {
  if (config === '/etc/systemd/system') return 'systemctl';
  return config === '/etc/systemd/user' ? 'systemctl --global' : 'systemctl --user';
}
