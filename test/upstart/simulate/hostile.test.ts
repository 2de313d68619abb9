/** Roots made to hurt: the simulation ends on all of them, and says only what happened. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { circleText } from '../../../src/upstart/simulate/words.ts';
import { bootOf, endsOf, graphOf } from './boot-of.ts';

const name = fc.constantFrom('a', 'b', 'c', 'd');
const event = fc.oneof(
  fc.constantFrom('startup', 'x', 'y', 'x K=1', 'x K=$V'),
  fc.tuple(fc.constantFrom('starting', 'started', 'stopping', 'stopped'), name).map((words) => words.join(' ')),
);
const condition = fc.letrec<{ tree: string }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    event,
    fc.tuple(tie('tree'), fc.constantFrom('and', 'or'), tie('tree')).map(([a, op, b]) => `(${a} ${op} ${b})`),
  ),
})).tree;
const script = fc.array(
  fc.oneof(
    fc
      .tuple(fc.constantFrom('initctl emit', 'initctl emit -n'), fc.constantFrom('x', 'y', 'x K=1'))
      .map((w) => w.join(' ')),
    fc
      .tuple(fc.constantFrom('start', 'stop', 'start -n', 'start wait-for-state WAITER=w TIMEOUT=3 WAIT_FOR='), name)
      .map(([c, n]) => `${c}${c.endsWith('=') ? '' : ' '}${n}`),
    fc.constantFrom('sleep 2', 'telinit 3'),
  ),
  { maxLength: 3 },
);
const job = fc
  .record({
    start: fc.option(condition),
    stop: fc.option(condition),
    task: fc.boolean(),
    instance: fc.constantFrom('', 'instance $K\n', 'instance $UPSTART_EVENTS\n'),
    pre: script,
    main: fc.option(script),
  })
  .map(({ start, stop, task, instance, pre, main }) =>
    [
      start === null ? '' : `start on ${start}\n`,
      stop === null ? '' : `stop on ${stop}\n`,
      task ? 'task\n' : '',
      instance,
      pre.length === 0 ? '' : `pre-start script\n${pre.join('\n')}\nend script\n`,
      main === null ? '' : `script\n${[...main, 'true'].join('\n')}\nend script\n`,
    ].join(''),
  );

describe('whatever the jobs say', () => {
  test('the boot ends, every start has events that came, and the graph can be built', () => {
    fc.assert(
      fc.property(fc.tuple(job, job, job, job), ([a, b, c, d]) => {
        const files = { 'a.conf': a, 'b.conf': b, 'c.conf': c, 'd.conf': d };
        const boot = bootOf(files);
        const came = new Set(boot.events);
        for (const { starts, notStarted } of boot.jobs.values()) {
          expect(starts.length === 0).toBe(notStarted !== undefined);
          for (const { reasons } of starts)
            for (const reason of reasons)
              if (reason.kind === 'events')
                for (const { event: one } of reason.matched) expect(came.has(one)).toBe(true);
        }
        const graph = graphOf(files);
        expect(graph.edges.every((edge) => edge.declared.length > 0)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  test('two thousand jobs, each started by the one before, start one after another', () => {
    const files = Object.fromEntries(
      Array.from({ length: 2000 }, (_, k) => [
        `j${k}.conf`,
        `start on ${k === 0 ? 'startup' : `started j${k - 1}`}\nexec daemon\n`,
      ]),
    );
    expect(endsOf(bootOf(files))).toHaveLength(2000);
  });

  test('a condition of five thousand events is read, held and told', () => {
    const condition = Array.from({ length: 5000 }, (_, k) => `e${k}`).join(' and ');
    const boot = bootOf({ 'a.conf': `start on startup and ${condition}\nexec daemon\n` });
    expect(boot.jobs.get('a')?.notStarted).toMatchObject({ came: ['startup'] });
  });

  test('a job that starts itself with each of its own events does not go on for ever', () => {
    const boot = bootOf({ 'a.conf': 'instance $N\nenv N=0\nstart on startup or started a\nexec daemon\n' });
    expect(endsOf(boot)).toEqual(['a (0) running']);
  });

  test('links that fan out in a folder of jobs do not multiply without end', () => {
    const files: Record<string, string> = { 'a.conf': 'start on startup\nexec daemon\n' };
    for (let k = 0; k < 30; k++) {
      files[`/opt/f${k}/one`] = `-> /opt/f${k + 1}`;
      files[`/opt/f${k}/two`] = `-> /opt/f${k + 1}`;
    }
    files['/opt/f30/x.conf'] = '';
    expect(endsOf(bootOf({ ...files, more: '-> /opt/f0' }))).toContain('a running');
  });
});

test('a circle of thousands is told by its ends: each of its jobs is told with the circle', () => {
  const text = circleText(['a', ...Array.from({ length: 3000 }, (_, k) => `j${k}`), 'a']);
  expect(text).toBe('a waits for j0 waits for j1 waits for 2996 others waits for j2998 waits for j2999 waits for a');
  expect(circleText(['a', 'b', 'a'])).toBe('a waits for b waits for a');
});
