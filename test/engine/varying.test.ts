import { expect, test } from 'vitest';
import { buildTransaction } from '../../src/engine/transaction/build.ts';
import { varyingJobs } from '../../src/engine/transaction/varying.ts';
import { graphOfFiles, UNITS } from '../systemd/graph-of-files.ts';

const service = '[Unit]\nDefaultDependencies=no\n[Service]\nExecStart=/bin/true\n';

// systemd 247, 252, 257 and 262 --test, ten starts each: a.service or b.service or both or none had a job.
test('a unit that cannot have all that it requires leaves jobs of some of them behind, and from 254 on none of its own', () => {
  const files = {
    [`${UNITS}/default.target`]: '[Unit]\nDefaultDependencies=no\nAllowIsolate=yes\nWants=half.target\n',
    [`${UNITS}/half.target`]: '[Unit]\nDefaultDependencies=no\nRequires=a.service b.service none.service\n',
    [`${UNITS}/a.service`]: service,
    [`${UNITS}/b.service`]: service,
  };
  for (const version of [247, 252, 257, 262]) {
    const graph = graphOfFiles(files, version);
    const usual = buildTransaction(graph, { version });
    expect(varyingJobs(graph, usual)).toMatchObject([{ unit: 'a.service' }, { unit: 'b.service' }]);
    expect(usual.jobs.some(({ unit }) => unit === 'half.target')).toBe(version < 254);
  }
});

// systemd 252 --test: four of ten starts had jobs, six made no transaction; 257: none of ten had any.
test('up to 253 a unit that cannot be started keeps its job where nothing that failed was required, so that one boot fails and the next does not', () => {
  const bare = (lines: string) => `[Unit]\nDefaultDependencies=no\n${lines}\n`;
  const files = {
    [`${UNITS}/default.target`]: bare('AllowIsolate=yes\nRequires=b.target c.target'),
    [`${UNITS}/b.target`]: bare('Wants=d.target'),
    [`${UNITS}/d.target`]: bare('Requires=c.target'),
    [`${UNITS}/c.target`]: bare('Requires=none.service'),
  };
  const varying = (version: number) => {
    const graph = graphOfFiles(files, version);
    return varyingJobs(graph, buildTransaction(graph, { version })).map(({ unit }) => unit);
  };
  expect(varying(252)).toEqual(['b.target', 'c.target', 'd.target', 'default.target']);
  expect(varying(257)).toEqual([]);
});

// systemd 252 --test, ten starts: a.service pulls in what its target wants, or fails at once, by which requirement is first.
test('what a slice that is there already pulls in half-way varies, too', () => {
  const graph = graphOfFiles(
    {
      [`${UNITS}/default.target`]: '[Unit]\nDefaultDependencies=no\nAllowIsolate=yes\n',
      [`${UNITS}/-.slice.d/x.conf`]: '[Unit]\nBindsTo=a.service none.path\n',
      [`${UNITS}/a.service`]: '[Unit]\nDefaultDependencies=no\nRequires=p.target\n[Service]\nExecStart=/bin/a\n',
      [`${UNITS}/p.target`]: '[Unit]\nDefaultDependencies=no\nWants=w.service\n',
      [`${UNITS}/w.service`]: service,
    },
    252,
  );
  const varying = varyingJobs(graph, buildTransaction(graph, { version: 252 }));
  expect(varying.map(({ unit }) => unit)).toEqual(['a.service', 'p.target', 'w.service']);
});

// systemd 252 --test, ten starts: the same jobs at each.
test('conflicts that do not meet are settled alike in any order', () => {
  const bare = (lines: string) => `[Unit]\nDefaultDependencies=no\n${lines}\n`;
  const unit = (lines: string) => `${bare(lines)}[Service]\nExecStart=/bin/x\n`;
  const graph = graphOfFiles(
    {
      [`${UNITS}/default.target`]: bare('AllowIsolate=yes\nWants=a.service b.service c.service d.service'),
      [`${UNITS}/a.service`]: unit('Conflicts=b.service'),
      [`${UNITS}/b.service`]: unit(''),
      [`${UNITS}/c.service`]: unit('Conflicts=d.service'),
      [`${UNITS}/d.service`]: unit(''),
    },
    252,
  );
  const usual = buildTransaction(graph, { version: 252 });
  expect(usual.jobs.map(({ unit }) => unit).sort()).toEqual(['a.service', 'c.service', 'default.target']);
  expect(usual.twoOrders).toBe(true);
  expect(varyingJobs(graph, usual)).toEqual([]);
});
