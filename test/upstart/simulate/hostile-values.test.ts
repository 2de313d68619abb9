import { describe, expect, test } from 'vitest';
import { openTree } from '../../../src/open.ts';
import { expand } from '../../../src/upstart/simulate/environment.ts';
import { memoryRoot } from '../../memory-root.ts';

function boot(jobs: Readonly<Record<string, string>>) {
  const files = Object.fromEntries(Object.entries(jobs).map(([name, text]) => [`/etc/init/${name}.conf`, text]));
  return openTree(memoryRoot({ '/sbin/init': '', ...files }).tree, '/', { init: 'upstart' });
}

describe('an environment that grows', () => {
  test('in a job that starts itself: the boot is played to an end, and it is said', () => {
    const { graph } = boot({
      q: 'start on startup\ntask\nscript\n  initctl emit y A=aaaa\nend script\n',
      y: 'start on y\ninstance $A\nscript\n  initctl emit y A=$A$A$A$A\nend script\n',
    });
    expect(graph.diagnostics.map(({ code }) => code)).toContain('upstart-value-too-long');
  });
  test('over a chain of sixty jobs, each of which doubles it', () => {
    const jobs = Object.fromEntries(
      Array.from({ length: 60 }, (_, k) => [
        `j${k}`,
        `start on ${k === 0 ? 'startup' : `e${k}`}\ntask\nenv A=a\nscript\n  initctl emit e${k + 1} A=$A$A\nend script\n`,
      ]),
    );
    const { graph, upstartBoot } = boot(jobs);
    expect(graph.diagnostics.map(({ code }) => code)).toContain('upstart-value-too-long');
    expect(Math.max(...(upstartBoot?.events.flatMap(({ env }) => env.map((one) => one.length)) ?? []))).toBeLessThan(
      70_000,
    );
  });
  test('of many variables, handed on by many jobs: broken off, and it is said', () => {
    const env = Array.from({ length: 400 }, (_, k) => `V${k}=${'v'.repeat(200)}`).join(' ');
    const { graph } = boot({
      q: `start on startup\ntask\nscript\n  initctl emit y ${env}\nend script\n`,
      ...Object.fromEntries(
        Array.from({ length: 1200 }, (_, k) => [`z${k}`, `start on y\ntask\nscript\n  true\nend script\n`]),
      ),
    });
    expect(graph.diagnostics.map(({ code }) => code)).toContain('upstart-cut-off');
  });
});

describe('a value', () => {
  test('is put in once, however long it gets', () => {
    expect(expand('$A'.repeat(20_000), ['A=aaaaaaaa'])).toEqual({ error: 'too-long' });
    expect(expand('${A:-x}$B', ['B=$A'])).toEqual({ value: 'x$A' });
  });
});
