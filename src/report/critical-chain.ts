import type { ChainLink } from '../engine/critical-chain.ts';
import { type Timings, tookOf } from '../recorded/timing.ts';
import { proofText } from './proof.ts';
import { em } from './style.ts';
import { table } from './wrap.ts';

/** `1min 2.345s`, `67ms`, as systemd-analyze writes spans. */
export function spanWords(microseconds: number): string {
  if (microseconds < 1000) return `${microseconds}us`;
  if (microseconds < 1_000_000) return `${Math.round(microseconds / 1000)}ms`;
  const minutes = Math.floor(microseconds / 60_000_000);
  const seconds = ((microseconds - minutes * 60_000_000) / 1_000_000).toFixed(3);
  return minutes > 0 ? `${minutes}min ${seconds}s` : `${seconds}s`;
}

/** The chain from its end back to its beginning, each step with the time it was reached, its length, and its proof. */
export function criticalChainText(chain: readonly ChainLink[], timings: Timings): string {
  const [last] = chain;
  const slowest = [...chain].sort((a, b) => (tookOf(b.timing) ?? 0) - (tookOf(a.timing) ?? 0))[0];
  const took = slowest === undefined ? undefined : tookOf(slowest.timing);
  const lines = [
    em(
      'strong',
      `${last?.timing.unit} was reached after ${spanWords(last?.timing.activated ?? 0)}${took ? `; of its chain ${slowest?.timing.unit} took longest, ${spanWords(took)}` : ''}.`,
    ),
    em(
      'faint',
      `Times from ${timings.source}${timings.resolution > 1 ? `, whole ${spanWords(timings.resolution)} only` : ''}.`,
    ),
    '',
  ];
  chain.forEach(({ timing, edge }, depth) => {
    const span = tookOf(timing);
    const indent = '  '.repeat(depth);
    if (edge) lines.push(em('faint', `${indent}  waits by ${proofText(edge).split('\n')[0]}`));
    lines.push(
      `${indent}${em('name', timing.unit)} @${spanWords(timing.activated ?? 0)}${span ? ` ${em('warn', `+${spanWords(span)}`)}` : ''}`,
    );
  });
  return lines.join('\n');
}

export function blameText(rows: readonly { readonly unit: string; readonly took: number }[], timings: Timings): string {
  if (rows.length === 0) return 'No start took longer than the record can show.';
  return [
    em('faint', `Times from ${timings.source}.`),
    ...table(rows.map(({ unit, took }) => [spanWords(took), unit])),
  ].join('\n');
}
