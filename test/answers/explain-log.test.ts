import { expect, it } from 'vitest';
import { explainLog } from '../../src/answers/explain-log.ts';
import type { ExampleFiles } from '../../src/audit/rule.ts';
import { explainLogText } from '../../src/report/explain-log.ts';
import { plain } from '../../src/report/style.ts';
import { exampleRoot } from '../audit/example-root.ts';

const service = (unit = ''): string => `[Unit]\n${unit}[Service]\nExecStart=/bin/true\n`;
const files: ExampleFiles = {
  '/usr/lib/systemd/system/network-online.target': '[Unit]\nAfter=net.service\nWants=net.service\n',
  '/etc/systemd/system/net.service': service(),
  '/etc/systemd/system/early.service': service(
    'DefaultDependencies=no\nBefore=sysinit.target\nWants=network-online.target\nAfter=network-online.target\n',
  ),
  '/etc/systemd/system/sysinit.target.wants/early.service': { link: '../early.service' },
  '/etc/systemd/system/web.service': service('Requires=db.service\nDescription=Web shop\n'),
  '/etc/systemd/system/db.service': service('ConditionPathExists=/srv/db\nDescription=Data base\n'),
  '/etc/systemd/system/multi-user.target.wants/web.service': { link: '../web.service' },
};
const LOG = [
  'net.service: Found ordering cycle on sysinit.target/start',
  'net.service: Found dependency on early.service/start',
  'net.service: Found dependency on network-online.target/start',
  'net.service: Found dependency on net.service/start',
  'net.service: Job early.service/start deleted to break ordering cycle starting with net.service/start',
  'Failed to start Data base.',
  'Dependency failed for Web shop.',
  "web.service: Job web.service/start failed with result 'dependency'.",
].join('\n');

it('a cycle of the log is tied to its lines, with the line at fault and the mend of that root', () => {
  const opened = exampleRoot({}, files);
  const log = explainLog(LOG, opened);
  expect(log.cycles.map(({ because }) => because?.map((edge) => edge && `${edge.from} after ${edge.to}`))).toEqual([
    [
      'sysinit.target after early.service',
      'early.service after network-online.target',
      'network-online.target after net.service',
      'net.service after sysinit.target',
    ],
  ]);
  expect(log.cycles[0]?.knot?.ways[0]?.parts.map(({ changes }) => changes)).toEqual([
    [expect.objectContaining({ file: '/etc/systemd/system/early.service', line: 5, word: 'network-online.target' })],
  ]);
  const text = plain(explainLogText(log, opened.graph, { width: 10_000 }));
  expect(text).toContain('At fault: /etc/systemd/system/early.service:5 After=network-online.target');
});

it('a failed dependency names the requirement that failed in the same log', () => {
  const { units } = explainLog(LOG, exampleRoot({}, files));
  expect(units.map(({ event, unit, edges }) => [event.kind, unit, edges.map(({ to }) => to)])).toEqual([
    ['failed', 'db.service', []],
    ['dependency', 'web.service', ['db.service']],
  ]);
});

it('without a root the early unit that waits for what comes late is named by the names alone', () => {
  const log = explainLog(LOG);
  expect(log.tied).toBe(false);
  expect(log.cycles[0]?.suspect).toEqual({
    unit: 'early.service',
    after: 'network-online.target',
    before: 'sysinit.target',
  });
  expect(plain(explainLogText(log, undefined, { width: 10_000 }))).toContain('-r ROOT');
});

it('a cycle that these files do not make is said to be of other files', () => {
  const opened = exampleRoot({}, { ...files, '/etc/systemd/system/early.service': service() });
  const [cycle] = explainLog(LOG, opened).cycles;
  expect(cycle?.because?.filter((edge) => edge === null)).toHaveLength(2);
  expect(cycle?.knot).toBeNull();
});

it('says of a text that is no log of a boot that it is none, not that nothing went wrong', () => {
  const said = (text: string): string => plain(explainLogText(explainLog(text), undefined, { width: 400 }));
  expect(said('root:x:0:0:root:/root:/bin/bash\n')).toMatch(/^This text is no log of a boot/);
  expect(said('')).toMatch(/^This text is no log of a boot/);
  expect(said('Nov 29 10:00:00 host systemd[1]: Reached target Basic System.\n')).toMatch(/^Nothing in this text/);
  expect(said('[  OK  ] Reached target Basic System.\n')).toMatch(/^Nothing in this text/);
});
