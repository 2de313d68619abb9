/** A recorded boot as an SVG of bars: what systemd-analyze plot draws, from recorded times alone, up to the end of the boot. */
import { endOf, isLater, type Timing, type Timings, tookOf } from '../recorded/timing.ts';
import { spanWords } from './span.ts';
import { timesWords } from './timings.ts';

const ROW = 18;
const LEFT = 20;
const TOP = 60;
const WIDTH = 1200;

/** @param title what booted. Every text is escaped; the drawing has no script and loads nothing. */
export function bootPlot(timings: Timings, title: string): string {
  const rows = [...timings.units.values()]
    .filter((timing) => startOf(timing) !== undefined && !isLater(timings, timing))
    .sort((a, b) => (startOf(a) ?? 0) - (startOf(b) ?? 0) || (a.unit < b.unit ? -1 : 1));
  const last = rows.reduce((most, timing) => Math.max(most, endOf(timing) ?? startOf(timing) ?? 0), 1);
  const end = timings.finish ?? last;
  const x = (at: number): number => LEFT + (Math.max(0, Math.min(at, end)) / end) * WIDTH;
  const step = tick(end);
  const height = TOP + rows.length * ROW + 20;
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${LEFT + WIDTH + 360}" height="${height}" font-family="sans-serif" font-size="12">`,
    '<style>text{fill:#222}.grid{stroke:#ddd}.starting{fill:#c33}.active{fill:#69c}@media(prefers-color-scheme:dark){svg{background:#1b1b1b}text{fill:#ddd}.grid{stroke:#444}}</style>',
    `<title>${xml(title)}</title><text x="${LEFT}" y="20" font-size="16">${xml(title)}</text>`,
    `<text x="${LEFT}" y="38">Red: starting. Blue: active. ${xml(timesWords(timings))}</text>`,
  ];
  for (let at = 0; at <= end; at += step)
    lines.push(
      `<line class="grid" x1="${fix(x(at))}" x2="${fix(x(at))}" y1="${TOP - 8}" y2="${height}"/><text x="${fix(x(at) + 2)}" y="${TOP - 10}" font-size="10">${spanWords(at)}</text>`,
    );
  rows.forEach((timing, i) => {
    const from = startOf(timing) ?? 0;
    const ready = endOf(timing) ?? end;
    const up = endOf(timing) === timing.activated ? (downAfter(timing, ready) ?? end) : ready;
    const y = TOP + i * ROW;
    const took = tookOf(timing);
    lines.push(
      `<rect class="starting" x="${fix(x(from))}" y="${y}" width="${fix(Math.max(1, x(ready) - x(from)))}" height="${ROW - 4}"/>`,
      `<rect class="active" x="${fix(x(ready))}" y="${y}" width="${fix(Math.max(0, x(up) - x(ready)))}" height="${ROW - 4}"/>`,
      `<text x="${fix(x(from) + 4)}" y="${y + ROW - 7}">${xml(timing.unit)}${took ? ` (${spanWords(took)})` : ''}</text>`,
    );
  });
  return [...lines, '</svg>', ''].join('\n');
}

/** When a unit was no longer active, where that was recorded of this start. */
function downAfter({ deactivating, deactivated }: Timing, ready: number): number | undefined {
  return [deactivating, deactivated].find((at) => at !== undefined && at >= ready);
}

function startOf(timing: Timing): number | undefined {
  return timing.activating ?? timing.activated;
}

/** A round distance of grid lines that gives 5 to 12 of them. */
function tick(end: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(end, 10) / 5));
  return [1, 2, 5, 10].map((times) => times * power).find((step) => end / step <= 12) ?? power * 10;
}

function fix(number: number): string {
  return number.toFixed(1);
}

function xml(text: string): string {
  return text
    .replace(/[^\t\n\u0020-\ud7ff\ue000-\ufffd]/g, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
