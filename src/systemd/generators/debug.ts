/** systemd-debug-generator: units masked or wanted, and shells opened, by the kernel command line (systemd-debug-generator(8)). */
import { append } from '../../words/append.ts';
import { cmdlineItems, runlevelToTarget, sameKey } from '../../words/kernel-cmdline.ts';
import { parseBoolean } from '../values.ts';
import type { GeneratorContext } from './context.ts';
import { mangleUnitName, pathIsBelow, simplifyPath } from './unit-names.ts';

const SOURCE = { file: '/proc/cmdline' };
/** Where debug-shell.service opens its shell as it is shipped. */
const DEBUG_TTY = 'tty9';
/** Breakpoints that hold on a running system; the others are the initrd's. */
const BREAKPOINTS = ['pre-udev', 'pre-basic'];

interface Wishes {
  readonly masked: readonly string[];
  readonly wanted: readonly string[];
  /** Terminal of a debug shell; undefined: none is asked for. */
  readonly shell: string | undefined;
  /** What is booted into, taken as it is written. */
  readonly target: string;
}

export function debug(context: GeneratorContext): void {
  const { output, unitDirectory } = context;
  const { masked, wanted, shell, target } = readCmdline(context);
  if (shell !== undefined && shell !== DEBUG_TTY) {
    const lines = ['[Unit]', 'ConditionPathExists=', '', '[Service]', `TTYPath=/dev/${shell}`];
    output.replace('early', 'debug-shell.service.d/50-tty.conf', lines, SOURCE);
  }
  for (const unit of masked) output.link('early', unit, '/dev/null', SOURCE);
  for (const unit of wanted) output.dependency('early', target, 'wants', `${unitDirectory}/${unit}`, SOURCE);
}

function readCmdline(context: GeneratorContext): Wishes {
  const masked: string[] = [];
  const wanted: string[] = [];
  const breakpoints = new Set<string>();
  let shell = false;
  let target = 'default.target';
  let tty: string | undefined;
  let defaultTty: string | undefined;
  for (const { key, value } of cmdlineItems(context.cmdline)) {
    if ((key === 'systemd.mask' || key === 'systemd.wants') && value !== undefined) {
      const unit = mangleUnitName(value);
      // A name that cannot be one ends the reading of the command line.
      if (unit === undefined) break;
      (key === 'systemd.mask' ? masked : wanted).push(unit);
    } else if (sameKey(key, 'systemd.debug_shell')) {
      const on = value === undefined ? true : parseBoolean(value);
      shell = on !== false;
      if (on === undefined) tty = withoutDev(value ?? '');
      else if (!context.does('debug-shell-keeps-terminal')) tty = undefined;
    } else if (sameKey(key, 'systemd.default_debug_tty') && value !== undefined) {
      if (context.does('default-debug-tty')) defaultTty = withoutDev(value);
    } else if (key === 'systemd.unit' && value !== undefined) target = value;
    else if (value === undefined && runlevelToTarget(key) !== undefined) target = runlevelToTarget(key) ?? target;
    else if (key === 'systemd.break' && context.does('breakpoints')) {
      for (const name of (value ?? '').split(',')) if (BREAKPOINTS.includes(name)) breakpoints.add(name);
    }
  }
  if (shell) wanted.push('debug-shell.service');
  append(
    wanted,
    BREAKPOINTS.filter((name) => breakpoints.has(name)).map((name) => `breakpoint-${name}.service`),
  );
  return { masked, wanted, target, shell: shell ? (tty ?? defaultTty ?? DEBUG_TTY) : undefined };
}

function withoutDev(tty: string): string {
  return pathIsBelow(tty, '/dev') ? simplifyPath(tty).slice('/dev/'.length) : tty;
}
