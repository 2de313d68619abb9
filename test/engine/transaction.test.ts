import { describe, expect, it } from 'vitest';
import { buildTransaction } from '../../src/engine/transaction/build.ts';
import { readDump } from './dump-graph.ts';

/** Units as a dump shows them: name → its dependencies. */
const boot = (units: Record<string, string[]>, version: number, isolatable = ['default.target']) => {
  const text = Object.entries(units)
    .map(([id, lines]) => {
      const load = lines.includes('missing') ? 'not-found' : 'loaded';
      const deps = lines.filter((line) => line !== 'missing').map((line) => `\t\t${line} (origin-file)\n`);
      return `\t-> Unit ${id}:\n\t\tUnit Load State: ${load}\n\t\tUnit Active State: inactive\n${deps.join('')}`;
    })
    .join('');
  const { graph } = readDump(text, 'default.target', new Set(isolatable));
  const { jobs, failed } = buildTransaction(graph, { version });
  return failed ?? jobs.map(({ unit, type }) => `${unit} ${type}`).sort();
};

describe('the boot transaction', () => {
  it('keeps a wanted unit whose requirement is missing up to v253, and drops it from v254', () => {
    const units = {
      'default.target': ['Wants: a.service'],
      'a.service': ['Requires: b.service'],
      'b.service': ['missing'],
    };
    expect(boot(units, 253)).toEqual(['a.service start', 'default.target start']);
    expect(boot(units, 254)).toEqual(['default.target start']);
  });

  it('drops the conflicted unit, not the one that declares the conflict', () => {
    const wants = ['Wants: f.service', 'Wants: g.service'];
    const units = { 'default.target': wants, 'f.service': ['Conflicts: g.service'], 'g.service': [] };
    expect(boot(units, 252)).toEqual(['default.target start', 'f.service start']);
  });

  it('up to v253 stops what a conflicted unit passes its stop on to, though that unit never ran', () => {
    // As systemd 252 does where the target may not be isolated: the stop behind a start is not collected as garbage.
    const units = {
      'default.target': ['Requires: one.service', 'Wants: passed.service'],
      'one.service': ['Conflicts: other.service'],
      'other.service': ['PropagatesStopTo: passed.service'],
      'passed.service': [],
    };
    expect(boot(units, 252, [])).toEqual(['default.target start', 'one.service start']);
    expect(boot(units, 257, [])).toEqual(['default.target start', 'one.service start', 'passed.service start']);
  });

  it('fails where every unit of an ordering cycle is required', () => {
    const units = {
      'default.target': ['Requires: a.service', 'Requires: b.service'],
      'a.service': ['After: b.service'],
      'b.service': ['After: a.service'],
    };
    expect(boot(units, 252)).toBe('Transaction order is cyclic.');
  });
});
