/** Options that every command takes. */
import type { Argv } from 'yargs';
import { namedVersion, type SystemdBuild } from '../behaviours/version.ts';
import type { InitSystem } from '../graph/model.ts';
import { UsageError } from './errors.ts';

export interface GlobalOptions {
  readonly root: string;
  readonly target?: string | undefined;
  readonly init: 'auto' | InitSystem;
  readonly systemdVersion?: string | undefined;
  readonly cmdline?: string | undefined;
  readonly initrd: boolean;
  readonly user: boolean;
  readonly home?: string | undefined;
  readonly json: boolean;
}

const INITS = ['auto', 'systemd', 'upstart', 'sysv'] as const;

export function globalOptions(yargs: Argv): Argv<GlobalOptions> {
  return yargs
    .option('root', { alias: 'r', type: 'string', default: '/', describe: 'the captured root' })
    .option('target', { type: 'string', describe: 'start from this unit instead of default.target' })
    .option('init', { choices: INITS, default: 'auto' as const, describe: 'the init in force' })
    .option('systemd-version', {
      type: 'string',
      describe: "behave as this version instead of the root's: 252, 249.11, 219-rhel7",
    })
    .option('cmdline', { type: 'string', describe: 'kernel command line' })
    .option('initrd', { type: 'boolean', default: false, describe: 'the root is an initramfs' })
    .option('user', { type: 'boolean', default: false, describe: "units of the users' own managers instead" })
    .option('home', { type: 'string', describe: 'with --user: the home folder of one user, within the root' })
    .option('json', {
      type: 'boolean',
      default: false,
      describe: 'machine-readable answer',
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
