/**
 * `systemd-analyze plot`: the drawing, read back. A bar's place is its time, to a hundredth of a millisecond (analyze-plot.c: SCALE_X); the
 * label tells the length; where the bars have tooltips (255 on), these tell the very microsecond.
 */
import { withinBoot } from './plot-json.ts';
import { SPAN, spanOf } from './span.ts';
import type { Timing, TimingRecord } from './timing.ts';

/** Bars that are no unit: phases of the boot, and the legend. */
const PHASES: ReadonlySet<string> = new Set(['kernel', 'firmware', 'loader', 'initrd', 'soft-reboot', 'systemd']);

const RECT = /<rect class="([a-z]+)" x="(-?[\d.]+)" y="[-\d.]+" width="(-?[\d.]+)"/;
const TEXT = /<text class="(?:left|right)" x="[-\d.]+" y="[-\d.]+">(.*?)<\/text>/;
const SECOND = /<text class="sec" x="(-?[\d.]+)" y="[-\d.]+" ?>(-?[\d.]+)s<\/text>/;
const LABEL = new RegExp(`^(\\S+?)(?: \\((${SPAN})\\))?$`);

interface Bar {
  readonly kind: string;
  readonly from: number;
  readonly to: number;
}

/** @returns what is recorded, or one line that says why it cannot be read */
export function plotSvgTimings(text: string): TimingRecord | string {
  const scale = scaleOf(text);
  let bars: Bar[] = [];
  let exact: { activating?: number; activated?: number } = {};
  let systemd: Bar | undefined;
  const rows: { readonly label: string; readonly bars: readonly Bar[]; readonly exact: typeof exact }[] = [];
  for (const line of text.split('\n')) {
    const rect = RECT.exec(line);
    if (rect) {
      const from = Number(rect[2]) * scale;
      bars.push({ kind: rect[1] ?? '', from: Math.round(from), to: Math.round(from + Number(rect[3]) * scale) });
    }
    const tip = /^(Activating|Activated): (\d+)\.(\d+)$/.exec(line);
    // The second number is the microseconds of that second, without leading zeros (plot_tooltip).
    if (tip) exact[tip[1] === 'Activating' ? 'activating' : 'activated'] = Number(tip[2]) * 1e6 + Number(tip[3]);
    const label = TEXT.exec(line)?.[1];
    if (label === undefined) continue;
    if (label === 'systemd') systemd = bars.find(({ kind }) => kind === 'active');
    else if (!PHASES.has(label)) rows.push({ label: plain(label), bars, exact });
    bars = [];
    exact = {};
  }
  const finish = systemd?.to;
  const units = new Map<string, Timing>();
  for (const { label, bars: own, exact: labelled } of rows) {
    const timing = timingOf(label, own, labelled, finish ?? 0);
    if (timing !== undefined) units.set(timing.unit, timing);
  }
  if (units.size === 0) return 'no start of a unit in the drawing; is it the output of systemd-analyze plot?';
  return {
    source: 'systemd-analyze plot',
    resolution: 10,
    // A container's plot begins with its PID 1 (acquire_boot_times).
    zero: systemd === undefined ? 'plot' : systemd.from === 0 ? 'systemd' : 'kernel',
    ...(systemd === undefined ? {} : { began: systemd.from, finish: systemd.to }),
    units,
  };
}

/** Microseconds a pixel: 10 000, or as --scale-svg (256) made it; the marks of whole seconds tell. */
function scaleOf(text: string): number {
  for (const [, x, seconds] of text.matchAll(new RegExp(SECOND, 'g')))
    if (Number(seconds) > 0 && Number(x) > 0) return (Number(seconds) * 1e6) / Number(x);
  return 10_000;
}

function timingOf(
  label: string,
  bars: readonly Bar[],
  exact: { readonly activating?: number; readonly activated?: number },
  finish: number,
): Timing | undefined {
  const found = LABEL.exec(label);
  const unit = found?.[1];
  const [starting, active, stopping] = ['activating', 'active', 'deactivating'].map((kind) =>
    bars.find((bar) => bar.kind === kind),
  );
  if (unit === undefined || !/\.[a-z]+$/.test(unit) || starting === undefined) return undefined;
  const activating = near(exact.activating, starting.from);
  const activated = near(exact.activated, starting.to);
  const labelled = found?.[2] === undefined ? undefined : spanOf(found[2]);
  // The label is cut to milliseconds: where tooltips tell the microseconds of a bar of that length, these are finer.
  const bar = activated - activating;
  const finer = exact.activated !== undefined && labelled !== undefined && Math.abs(bar - labelled) <= 1000;
  const took = finer ? bar : labelled;
  return withinBoot(
    {
      unit,
      activating,
      activated: Math.abs(activated - finish) <= 10 ? finish : activated,
      ...(active === undefined
        ? {}
        : { deactivating: Math.abs(active.to - finish) <= 20 ? finish : near(activated, active.to) }),
      ...(stopping === undefined
        ? {}
        : { deactivated: Math.abs(stopping.to - finish) <= 20 ? finish : near(activated, stopping.to) }),
      ...(took === undefined ? {} : { took }),
    },
    finish,
  );
}

/** The exact moment, where it is the one that the bar shows. */
function near(exact: number | undefined, drawn: number): number {
  return exact !== undefined && Math.abs(exact - drawn) <= 20 ? exact : drawn;
}

function plain(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}
