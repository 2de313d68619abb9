/** A supportconfig of SUSE: systemd.txt has what PID 1 said of every unit, among outputs of other kinds. */
import { expect, test } from 'vitest';
import { planBoot } from '../../src/engine/plan.ts';
import { openTree } from '../../src/open.ts';
import { graphOf } from '../../src/recorded/dump-graph.ts';
import { parseRecord } from '../../src/recorded/parse-record.ts';
import { readTimings } from '../../src/recorded/read-timings.ts';
import { rerooted } from '../../src/snapshot/reroot.ts';
import { memoryTree } from '../memory-root.ts';
import { recordedText } from './boots.ts';

const section = (command: string, text: string): string =>
  `#==[ Command ]======================================#\n# ${command}\n${text}\n\n`;
/** What the real `systemctl show '*' --all` printed, as supportconfig sorts and frames it. */
const SHOW = recordedText('bookworm-unfinished', 'show-all.txt');
const MANAGER = recordedText('bookworm-unfinished', 'manager.txt');
const sorted = (block: string): string =>
  block
    .split('\n')
    .filter((line) => line !== '')
    .sort()
    .join('\n');
const SYSTEMD = [
  '#==[ Verification ]=================================#\n# rpm -V systemd-252-1\n# Verification Status: Passed\n\n',
  section('/usr/bin/systemd-analyze --no-pager blame', '12.3s other.service'),
  section('/usr/bin/systemctl --no-pager show | sort', sorted(MANAGER)),
  '#==[ Configuration File ]===========================#\n# /etc/systemd/system.conf\n[Manager]\nId=evil.target\nAfter=x.service\n\n\n',
  ...SHOW.split('\n\n').map((block) =>
    section(`/usr/bin/systemctl show '${/^Id=(.*)$/m.exec(block)?.[1]}' | sort`, sorted(block)),
  ),
  section(
    "/usr/bin/systemctl cat 'ssh.service'",
    '# /usr/lib/systemd/system/ssh.service\n[Unit]\nId=evil.service\nWants=x.service',
  ),
].join('');
const RPM =
  'NAME                                DISTRIBUTION                        VERSION\nsystemd                             SUSE Linux Enterprise 15            252.27-150600.4.28.1\n';
const COPY = {
  '/scc_host/basic-environment.txt': `${section('/bin/date', 'Sun')}#==[ Configuration File ]==#\n# /etc/os-release\nID="sles"\n`,
  '/scc_host/systemd.txt': SYSTEMD,
  '/scc_host/rpm.txt': section('rpm -qa', RPM),
};

test('holds the graph that systemctl show holds, each edge on its line of systemd.txt', () => {
  const opened = openTree(rerooted(memoryTree(COPY)), 'scc');
  const plain = graphOf(parseRecord(SHOW) ?? expect.fail(), '/show');
  const edges = (graph: typeof plain): readonly string[] =>
    graph.edges.map(({ from, type, to }) => `${from} ${type} ${to}`).sort();
  expect(edges(opened.graph)).toEqual(edges(plain));
  const lines = SYSTEMD.split('\n');
  for (const { declared } of opened.graph.edges)
    for (const { file, line, key } of declared) {
      expect(file).toBe('/systemd.txt');
      expect(lines[(line ?? 0) - 1]).toMatch(new RegExp(`^${key}=`));
    }
  expect(opened.graph.nodes.has('evil.target')).toBe(false);
  expect(opened.build).toMatchObject({ major: 252 });
  expect(planBoot(opened.graph, { version: opened.version }).started.size).toBeGreaterThan(100);
});

test('tells times as systemctl show does', () => {
  const told = readTimings([Buffer.from(SYSTEMD)]);
  const plain = readTimings([Buffer.from(`${MANAGER}\n\n${SHOW}`)]);
  expect(typeof told === 'string' ? told : [...told.units]).toEqual(
    typeof plain === 'string' ? plain : [...plain.units],
  );
});

test('without systemd.txt is no root, and says what is missing', () => {
  const { '/scc_host/systemd.txt': _, ...rest } = COPY;
  expect(() => openTree(rerooted(memoryTree(rest)), 'scc')).toThrow(
    /a supportconfig, and what is answered from.*systemd\.txt/,
  );
});
