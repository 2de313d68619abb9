/** Options that every command takes. */
import type { Argv } from 'yargs';
import type { InitSystem } from '../graph/model.ts';

export interface GlobalOptions {
  readonly root: string;
  readonly target?: string | undefined;
  readonly init: 'auto' | InitSystem;
  readonly systemdVersion?: number | undefined;
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
    .option('systemd-version', { type: 'number', describe: "behave as this version instead of the root's" })
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
