/** Options that every command takes. */
import type { Argv } from 'yargs';
import type { InitSystem } from '../graph/model.ts';
import { namedVersion, type SystemdBuild } from '../open-options.ts';
import { COLORS, type ColorChoice } from './color.ts';
import { UsageError } from './errors.ts';
import type { OptionKind } from './option-kind.ts';

export interface GlobalOptions {
  /** `/` where none is named. */
  readonly root?: string | undefined;
  readonly target?: string | undefined;
  readonly init: 'auto' | InitSystem;
  readonly systemdVersion?: string | undefined;
  readonly cmdline?: string | undefined;
  readonly assume?: readonly string[] | undefined;
  readonly initrd: boolean;
  readonly deployment?: string | undefined;
  readonly image?: string | undefined;
  readonly user: boolean;
  readonly home?: string | undefined;
  readonly noCache: boolean;
  readonly json: boolean;
  readonly color: ColorChoice;
  readonly noPager?: boolean | undefined;
}

const INITS = ['auto', 'systemd', 'upstart', 'sysv'] as const;

export function globalOptions(yargs: Argv): Argv<GlobalOptions> {
  return yargs
    .option('root', {
      alias: 'r',
      type: 'string',
      defaultDescription: '/',
      describe: 'the captured root: a folder or an archive; - for a pipe',
    })
    .option('target', { type: 'string', describe: 'start from this unit instead of default.target' })
    .option('init', { choices: INITS, default: 'auto' as const, describe: 'the init in force' })
    .option('systemd-version', {
      type: 'string',
      describe: "behave as this version instead of the root's: 252, 249.11, 219-rhel7",
    })
    .option('cmdline', { type: 'string', describe: 'kernel command line' })
    .option('assume', {
      type: 'string',
      array: true,
      describe: 'KEY=VALUE: what no file tells, for conditions: virtualization=kvm, ac-power=no, exists=/dev/kvm, …',
    })
    .option('deployment', { type: 'string', describe: 'on a disk of ostree: not the default deployment but this one' })
    .option('image', {
      type: 'string',
      describe: 'of several container images in an archive this one: a name, a digest, linux/arm64, or a number',
    })
    .option('initrd', { type: 'boolean', default: false, describe: 'the root is an initramfs' })
    .option('user', { type: 'boolean', default: false, describe: "units of the users' own managers instead" })
    .option('home', { type: 'string', describe: 'with --user: the home folder of one user, within the root' })
    .option('no-cache', {
      type: 'boolean',
      default: false,
      describe: 'of an archive that is slow to read keep nothing for the next question, and take nothing kept',
    })
    .option('json', {
      type: 'boolean',
      default: false,
      describe: 'machine-readable answer',
    })
    .option('color', {
      choices: COLORS,
      default: 'auto' as const,
      describe: 'colour; auto: on a terminal',
    })
    .option('no-pager', {
      type: 'boolean',
      default: false,
      describe: 'long answers as they are, also on a terminal',
    }) as unknown as Argv<GlobalOptions>;
}

/** What --systemd-version names. @throws UsageError where that is no version. */
export function versionOption({ systemdVersion }: Pick<GlobalOptions, 'systemdVersion'>): SystemdBuild | undefined {
  if (systemdVersion === undefined) return undefined;
  const build = namedVersion(systemdVersion);
  if (build !== undefined) return build;
  throw new UsageError(
    `--systemd-version ${systemdVersion}: that is no version of systemd; write 252, 249.11 or 219-rhel7`,
  );
}

/** What yargs keeps of the options that it was told, which its types do not show. */
interface Kept {
  getOptions(): {
    readonly key: Readonly<Record<string, unknown>>;
    readonly boolean: readonly string[];
    readonly array: readonly string[];
    readonly alias: Readonly<Record<string, readonly string[]>>;
    readonly choices: Readonly<Record<string, readonly string[] | undefined>>;
  };
  getGroups(): Readonly<Record<string, readonly string[]>>;
}

const POSITIONALS = 'Positionals:';
const COMMON = [
  'root',
  'target',
  'init',
  'systemd-version',
  'cmdline',
  'assume',
  'deployment',
  'image',
  'initrd',
  'user',
  'home',
  'no-cache',
  'json',
  'color',
  'no-pager',
  'help',
  'version',
];

function keysOf(yargs: Argv<never>): readonly string[] {
  const kept = yargs as unknown as Kept;
  const positionals = new Set(kept.getGroups()[POSITIONALS] ?? []);
  return Object.keys(kept.getOptions().key).filter((key) => !positionals.has(key));
}

/** The options that a line may have, as far as it is checked before it is understood. */
export function optionsOf<T>(yargs: Argv<T>): readonly OptionKind[] {
  const { boolean, array, alias } = (yargs as unknown as Kept).getOptions();
  return keysOf(yargs as Argv<never>).flatMap((key) =>
    [key, ...(alias[key] ?? [])].map((name) => ({
      name: name.length === 1 ? `-${name}` : `--${name}`,
      takesValue: !boolean.includes(key),
      mayBeEmpty: key === 'cmdline',
      repeats: array.includes(key),
    })),
  );
}

/** The values of an option that takes one of a list. */
export function choicesOf<T>(yargs: Argv<T>): Readonly<Record<string, readonly string[] | undefined>> {
  return (yargs as unknown as Kept).getOptions().choices;
}

/** For the help: what belongs to the command first, then what every command takes. */
export function grouped<T>(yargs: Argv<T>): Argv<T> {
  const own = keysOf(yargs as Argv<never>).filter((key) => key.length > 1 && !COMMON.includes(key));
  return yargs.group(own, 'Options:').group(COMMON, 'Common options:');
}
