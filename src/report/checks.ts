/** Conditions and assertions in words: which one is not met, what was found, and what only the running machine knows. */
import type { Check, Checks } from '../graph/model.ts';
import { em } from './style.ts';
import { listing, place } from './words.ts';
import { type Page, paragraph } from './wrap.ts';

/** `ConditionPathExists=/srv/x`, as it is written. */
export function checkName({ key, value }: Check): string {
  return `${key}=${value}`;
}

/** Each line with its place, and what was found beneath it. */
export function checkLines(checks: readonly Check[], page: Page, indent = '  '): readonly string[] {
  return checks.flatMap((check) => [
    `${indent}${em('name', place(check))}  ${checkName(check)}`,
    ...paragraph(foundWords(check), page, `${indent}    `),
  ]);
}

/** What was found where the condition was asked. */
export function foundWords({ found, met }: Check): string {
  const what = found.what ?? 'it';
  const words = Object.hasOwn(FOUND, found.code) ? FOUND[found.code] : undefined;
  if (words !== undefined) return words(what, found.file === undefined ? '' : place(found));
  return met === null ? 'only the running machine knows' : `${what}: ${met ? 'met' : 'not met'}`;
}

const FOUND: Readonly<Record<string, (what: string, at: string) => string>> = {
  missing: (what) => `${what} does not exist in this root`,
  'no-match': (what) => `nothing in this root matches ${what}`,
  there: (what) => `${what} is there`,
  directory: (what) => `${what} is a directory`,
  'no-directory': (what) => `${what} is no directory`,
  'no-file': (what) => `${what} is no file`,
  link: (what) => `${what} is a symbolic link`,
  'no-link': (what) => `${what} is no symbolic link`,
  empty: (what) => `${what} is empty`,
  'not-empty': (what) => `${what} is not empty`,
  executable: (what) => `${what} may be executed`,
  'not-executable': (what) => `${what} may not be executed`,
  'api-mount': (what) => `${what} is always a mount point`,
  runtime: (what) => `${what} is there, or not, only on the running machine`,
  'not-in-copy': (what) => `this copy is not of the whole root, so it does not tell of ${what}`,
  'changed-by-tmpfiles': (what, at) => `${what}: the boot itself may make it (${at})`,
  'changed-by-update-done': (what, at) => `${what}: the boot itself makes it, perhaps before (${at})`,
  'changed-by-unit-directory': (what, at) => `${what}: another unit makes it when it starts (${at})`,
  'changed-by-mount': (what, at) =>
    `${what} lies in a file system that is mounted at boot and not in this copy (${at})`,
  assumed: (what) => `as assumed: ${what}`,
  machine: () => 'only the running machine knows',
  specifier: (what) => `what ${what} stands for, only the running machine knows`,
  'no-cmdline': () => 'the kernel command line is not in this root; give it with --cmdline',
  'on-cmdline': (what) => `the kernel command line has ${what}`,
  'not-on-cmdline': (what) => `the kernel command line does not have ${what}`,
  'pid-1-is-root': (what) => `PID 1 runs as root; it was compared with ${what}`,
  'only-v2': () => 'this version of systemd knows control groups of version 2 only',
  hostname: (what, at) => `this machine is called ${what} (${at})`,
  'machine-id': (what, at) => `the machine id is ${what} (${at})`,
  architecture: (what, at) => `the programs of this root are for ${what} (${at})`,
  initrd: () => 'this is an initramfs',
  'no-path': (what) => `${what} is no absolute path`,
  'usr-newer': (what) => `/usr is newer than ${what}`,
  'usr-older': (what) => `/usr is not newer than ${what}`,
  'first-boot': (what) => `this will be the first boot: ${what} is missing or says "uninitialized"`,
  'not-first-boot': (what) => `this is not the first boot: ${what} is there`,
  'os-release': (what, at) => `${at} has ${what}`,
  broken: () => 'it cannot be read, which PID 1 takes for not met',
};

/** What decides the open ones: `--assume virtualization=…`. */
export function assumeWords({ checks }: Checks): string | undefined {
  const open = checks.filter((check) => check.met === null);
  const keys = [...new Set(open.flatMap(({ found }) => found.assume ?? []))];
  return keys.length === 0
    ? undefined
    : `Decide it with ${listing(
        keys.map((key) => `--assume ${key}=…`),
        'or',
      )}.`;
}

/** Why the unit is skipped or refused, in half a sentence. */
export function unmetWords({ outcome, checks }: Checks): string {
  const [first] = checks;
  if (first === undefined) return '';
  const all = checks.every((check) => check.triggering) && checks.length > 1;
  const rest = all ? `none of ${checks.length} alternatives is met` : `${checkName(first)} is not met`;
  return outcome === 'refused' ? `an assertion fails, ${rest}` : rest;
}

/** One line for a page: what the conditions do to the start; empty where they do nothing. */
export function checksNote(checks: Checks): string {
  const { outcome } = checks;
  if (outcome === 'met') return '';
  if (outcome === 'skipped') return `Has its turn, but is skipped: ${unmetWords(checks)}.`;
  if (outcome === 'refused') return `Has its turn, but its job fails: ${unmetWords(checks)}.`;
  return `Has its turn; whether it is skipped then, only the running machine knows: ${listing(checks.checks.map(checkName))}.`;
}
