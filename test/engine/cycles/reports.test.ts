/** Ordering cycles of public reports: what the thread holds to be at fault is what our plan changes, and nothing else. */
import { describe, expect, it } from 'vitest';
import type { ExampleFiles } from '../../../src/audit/rule.ts';
import { mendCycles } from '../../../src/boot/mend.ts';
import { findCycles } from '../../../src/engine/cycles/find.ts';
import { exampleRoot } from '../../audit/example-root.ts';
import { REPORTS, type Report, STOCK, unit, VENDOR } from './public-reports.ts';

function rootOf({ units, links }: Report) {
  const files: Record<string, ExampleFiles[string]> = {};
  for (const [name, lines] of Object.entries(units)) files[`${VENDOR}/${name}`] = unit(name, lines);
  for (const link of links) files[`${VENDOR}/${link}`] = { link: `../${link.slice(link.indexOf('/') + 1)}` };
  return exampleRoot({}, STOCK, files);
}

describe('the line at fault of a public report', () => {
  it.each(REPORTS.map((report) => [report.thread, report] as const))('%s', (_, report) => {
    const opened = rootOf(report);
    const found = findCycles(opened.graph, { version: opened.version });
    expect(found.cycles.length).toBeGreaterThan(0);
    const { plan, left } = mendCycles(opened, found);
    expect(left).toBe(0);
    expect(plan.map(({ changes }) => changes[0]?.unit)).toEqual([report.unit]);
    if (report.word !== undefined) expect(plan[0]?.changes[0]).toMatchObject({ word: report.word });
  });
});
