/** What `systemd-analyze blame`, `critical-chain` and `time` print: milliseconds. */
import { SPAN, spanOf } from './span.ts';
import type { Timing, TimingRecord } from './timing.ts';

const MILLISECOND = 1000;

const BLAME = new RegExp(`^ *(${SPAN}) ([^ ]+\\.[a-z]+)$`);
const LINK = new RegExp(`^[ |\`\\-\\u2500-\\u257f]*([^ ]+\\.[a-z]+)(?: @(${SPAN}))?(?: \\+(${SPAN}))?$`);
const FINISHED = /^Startup finished in (.*)$/m;

/** Lines of a span and a unit: how long each start took, and no more. @returns undefined where there is none */
export function blameTimings(text: string): TimingRecord | undefined {
  const units = new Map<string, Timing>();
  for (const line of text.split('\n')) {
    const [, span = '', unit = ''] = BLAME.exec(line.trimEnd()) ?? [];
    const took = spanOf(span);
    if (unit !== '' && took !== undefined) units.set(unit, { unit, took });
  }
  return units.size === 0
    ? undefined
    : { source: 'systemd-analyze blame', resolution: MILLISECOND, zero: 'systemd', began: 0, units };
}

/** The tree of units with `@` when active or begun and `+` how long. @returns undefined where there is none */
export function criticalChainTimings(text: string): TimingRecord | undefined {
  if (!text.includes('printed after the "@" character')) return undefined;
  const units = new Map<string, Timing>();
  for (const line of text.split('\n')) {
    const [, unit = '', at, length] = LINK.exec(line.trimEnd()) ?? [];
    const reached = at === undefined ? undefined : spanOf(at);
    const took = length === undefined ? undefined : spanOf(length);
    if (unit === '' || (reached === undefined && took === undefined)) continue;
    if (reached === undefined) units.set(unit, { unit, ...(took === undefined ? {} : { took }) });
    else if (took === undefined) units.set(unit, { unit, activated: reached });
    else units.set(unit, { unit, activating: reached, activated: reached + took });
  }
  return units.size === 0
    ? undefined
    : { source: 'systemd-analyze critical-chain', resolution: MILLISECOND, zero: 'systemd', began: 0, units };
}

/** When PID 1 began and when it was done, on the kernel's clock (pretty_boot_time); undefined in a container, where it is not told. */
export function phasesOf(text: string): { readonly began: number; readonly finish: number } | undefined {
  const said = FINISHED.exec(text)?.[1] ?? '';
  const of = (phase: string): number | undefined => {
    const span = new RegExp(`(${SPAN}) \\(${phase}\\)`).exec(said)?.[1];
    return span === undefined ? undefined : spanOf(span);
  };
  const [kernel, initrd, userspace] = [of('kernel'), of('initrd'), of('userspace')];
  if (kernel === undefined || userspace === undefined) return undefined;
  const began = kernel + (initrd ?? 0);
  return { began, finish: began + userspace };
}

/** `systemd-analyze time`: no unit's time, but the zero of the others. @returns undefined where it is something else */
export function analyzeTimings(text: string): TimingRecord | undefined {
  if (!/^\s*Startup finished in /.test(text)) return undefined;
  return {
    source: 'systemd-analyze time',
    resolution: MILLISECOND,
    zero: 'kernel',
    ...phasesOf(text),
    units: new Map(),
  };
}
