/** How each family of distributions asks its packages for a file: words for advice. */
import type { Distribution, Family } from './distribution.ts';

/** Which package would bring a file that is not there. */
const PROVIDERS: Readonly<Record<Family, (file: string) => string>> = {
  debian: (file) => `apt-file search -x '^${file}$'`,
  redhat: (file) => `dnf provides ${file}`,
  fedora: (file) => `dnf provides ${file}`,
  amazon: (file) => `dnf provides ${file}`,
  suse: (file) => `zypper search --provides --match-exact ${file}`,
  arch: (file) => `pacman -F ${file}`,
  nixos: (file) => `nix-locate --whole-name ${file}`,
};

/** Releases that have yum and no dnf yet. */
const WITH_YUM: Readonly<Partial<Record<Family, RegExp>>> = {
  redhat: /^[567](\.|$)/,
  amazon: /^(2|20(0\d|1\d))(\.|$)/,
};

/** The command that names the package of a file; undefined where the distribution is not known. @param file its path, without blanks */
export function providerCommand(
  { family, version }: Pick<Distribution, 'family' | 'version'>,
  file: string,
): string | undefined {
  if (family === undefined || !/^[\w./@+-]+$/.test(file)) return undefined;
  const command = PROVIDERS[family](file);
  return WITH_YUM[family]?.test(version ?? '') ? command.replace(/^dnf /, 'yum ') : command;
}
