/**
 * Whether rc starts scripts side by side or one after another. The rc script of the root decides: it sets a variable, lets a settings
 * file change it, and falls back where something that startpar needs is missing. Its lines are followed in their order.
 */

import type { SysvLayout } from '../behaviours/sysv-layout.ts';
import { LEGACY_FLAGS } from '../capture/init.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

export interface Reason {
  readonly text: string;
  readonly file?: string;
  readonly line?: number;
}

/** The files that hold what waits for what (insserv(8)). */
export const DEPEND_KINDS = ['boot', 'start', 'stop'] as const;

export function dependFile(layout: SysvLayout, kind: (typeof DEPEND_KINDS)[number]): string {
  return `${layout.initFolder}/.depend.${kind}`;
}

/** rc's own variable, and the settings file that it reads. SUSE has another pair. */
const SWITCHES = [
  { variable: 'CONCURRENCY', settings: '/etc/default/rcS', serial: /^(?!(?:makefile|startpar|shell)$)/ },
  { variable: 'RUN_PARALLEL', settings: '/etc/sysconfig/boot', serial: /^(?!yes$)/i },
] as const;

type Switch = (typeof SWITCHES)[number];

/**
 * Why scripts start one after another; empty: they start side by side.
 * @param program what inittab runs for the runlevel, where it says
 */
export function serialReasons(
  snapshot: Snapshot,
  layout: SysvLayout,
  cmdline: string,
  program?: string,
): readonly Reason[] {
  const rc = rcScript(snapshot, layout, program);
  if (rc !== undefined && !rc.text.includes('startpar'))
    return [{ text: `${rc.file} knows no parallel start`, file: rc.file }];
  if (rc === undefined) return fallbacks(snapshot, layout, cmdline);
  const used = SWITCHES.find(({ variable }) => rc.text.includes(variable));
  return used === undefined ? fallbacks(snapshot, layout, cmdline) : followRc(snapshot, layout, cmdline, rc, used);
}

interface RcScript {
  readonly file: string;
  readonly text: string;
}

/** The script that runs a runlevel; a short one that only hands on to /lib/init/rc is that. */
function rcScript(snapshot: Snapshot, layout: SysvLayout, program: string | undefined): RcScript | undefined {
  const named = program?.split(/\s+/)[0];
  for (const file of [
    ...(named?.startsWith('/') ? [named] : []),
    `${layout.initFolder}/rc`,
    `${layout.rcFolder}/rc`,
    '/lib/init/rc',
  ]) {
    const text = snapshot.stat(file)?.kind === 'file' ? snapshot.read(file) : undefined;
    if (text === undefined) continue;
    const next = /^[^#\n]*?(\/lib\/init\/rc)\b/m.exec(text)?.[1];
    const handed = next === undefined || next === file ? undefined : snapshot.read(next);
    return handed === undefined ? { file, text } : { file: next ?? file, text: handed };
  }
  return undefined;
}

/** The tests of Debian's rc in its order, where there is no rc to read. */
function fallbacks(snapshot: Snapshot, layout: SysvLayout, cmdline: string): readonly Reason[] {
  const { settings, variable } = SWITCHES[0];
  const set = settingOf(snapshot, settings, variable);
  return [
    ...DEPEND_KINDS.flatMap((kind) => missingDepend(snapshot, dependFile(layout, kind)) ?? []),
    ...LEGACY_FLAGS.flatMap((file) => flagged(snapshot, file) ?? []),
    ...(onCmdline(cmdline) ?? []),
    ...(set?.value === 'none' ? [{ text: `${variable}=none`, file: settings, line: set.line }] : []),
  ];
}

function missingDepend(snapshot: Snapshot, file: string): readonly Reason[] | undefined {
  return (snapshot.stat(file)?.size ?? 0) === 0 ? [{ text: `${file} is missing or empty`, file }] : undefined;
}

function flagged(snapshot: Snapshot, file: string): readonly Reason[] | undefined {
  return snapshot.lstat(file) === undefined ? undefined : [{ text: 'the flag of legacy boot ordering is there', file }];
}

function onCmdline(cmdline: string): readonly Reason[] | undefined {
  return /(^|\W)concurrency=none(\W|$)/.test(cmdline)
    ? [{ text: 'the kernel command line has concurrency=none' }]
    : undefined;
}

/** A root without a shell holds no programs at all: that startpar is not among them says nothing. */
function noStartpar(snapshot: Snapshot): readonly Reason[] | undefined {
  const has = (name: string): boolean =>
    ['/sbin', '/usr/sbin', '/bin', '/usr/bin'].some((folder) => snapshot.stat(`${folder}/${name}`) !== undefined);
  return has('sh') && !has('startpar') ? [{ text: 'the program startpar is missing' }] : undefined;
}

/** `NAME=value` of a settings file, the last one. */
function settingOf(
  snapshot: Snapshot,
  file: string,
  variable: string,
): { readonly value: string; readonly line: number } | undefined {
  const lines = (snapshot.read(file) ?? '').split('\n');
  const line = lines.findLastIndex((text) => assigned(text, variable) !== undefined);
  const value = assigned(lines[line] ?? '', variable);
  return value === undefined ? undefined : { value, line: line + 1 };
}

function assigned(line: string, variable: string): string | undefined {
  const match = new RegExp(`^\\s*(?:export\\s+)?${variable}=(["']?)([\\w-]*)\\1\\s*(?:[;#].*)?$`).exec(line);
  return match?.[2];
}

const OPENS = /^\s*(?:if|case|while|until|for)\b/;
const CLOSES = /(?:^|[;\s])(?:fi|esac|done)\s*(?:[;#].*)?$/;

/** Follows what the script does to its switch; what stands in a condition counts where this root shows that it holds. */
function followRc(
  snapshot: Snapshot,
  layout: SysvLayout,
  cmdline: string,
  rc: RcScript,
  { variable, settings, serial }: Switch,
): readonly Reason[] {
  let reasons: readonly Reason[] = [];
  const apply = (value: string, why: Reason): void => {
    reasons = serial.test(value) ? [why] : [];
  };
  const open: string[] = [];
  for (const [index, raw] of rc.text.split('\n').entries()) {
    const line = raw.replace(/^\s*#.*/, '');
    const here = { file: rc.file, line: index + 1 };
    if (OPENS.test(line)) open.push(line);
    const plain = assigned(line, variable);
    const read = new RegExp(`(?:^|[\\s;&])(?:\\.|source)\\s+${settings}\\b`).test(line);
    // Whether the file that is read is there is what the condition asks.
    if (read) {
      const set = settingOf(snapshot, settings, variable);
      if (set !== undefined) apply(set.value, { text: `${variable}=${set.value}`, file: settings, line: set.line });
    } else if (plain !== undefined && open.length === 0) apply(plain, { text: `${variable}=${plain}`, ...here });
    else if (new RegExp(`\\b${variable}=["']?none\\b`).test(line)) {
      const reasonsHere = conditionHolds(snapshot, layout, cmdline, [...open.slice(-1), line].join(' '));
      if (reasonsHere !== undefined) reasons = [...reasons, ...reasonsHere];
    }
    if (CLOSES.test(line)) open.pop();
  }
  return reasons;
}

/** The conditions that rc scripts are known to have. */
function conditionHolds(
  snapshot: Snapshot,
  layout: SysvLayout,
  cmdline: string,
  text: string,
): readonly Reason[] | undefined {
  const depend = DEPEND_KINDS.find((kind) => text.includes(`.depend.${kind}`));
  if (depend !== undefined) return missingDepend(snapshot, dependFile(layout, depend));
  const flag = LEGACY_FLAGS.find((file) => text.includes(file.slice(file.lastIndexOf('/') + 1)));
  if (flag !== undefined) return flagged(snapshot, flag);
  if (text.includes('/proc/cmdline')) return onCmdline(cmdline);
  return text.includes('startpar') ? noStartpar(snapshot) : undefined;
}
