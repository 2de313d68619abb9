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
