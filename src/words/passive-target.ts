/** Passive targets: what provides them pulls them in, and what uses them only orders itself (systemd.special(7)). */
const PASSIVE: ReadonlySet<string> = new Set(
  `cryptsetup-pre veritysetup-pre first-boot-complete getty-pre imports-pre local-fs-pre network network-pre nss-lookup nss-user-lookup
   remote-fs-pre rpcbind ssh-access time-set time-sync graphical-session graphical-session-pre`
    .split(/\s+/)
    .map((name) => `${name}.target`),
);

/** Whether systemd.special(7) calls the target passive, of the system or of a user. */
export function isPassive(target: string): boolean {
  return PASSIVE.has(target);
}
