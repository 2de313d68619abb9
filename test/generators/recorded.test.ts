/**
 * Random inputs through our generators, compared with what the own generators of Ubuntu's systemd 229, 237, 245 and 249, and of Debian's 247, 252, 257 and 262 (and of other packages)
 * wrote for them, chrooted into a root of that release. The answers are kept as facts; the inputs come from their seeds.
 * Of 237's, those are left out whose mount points lie in folders that its root has apart from /usr.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Tree } from '../../src/snapshot/snapshot.ts';
import { factDifferences, factsOf, told } from './real/compare.ts';
import { KINDS, type KindName } from './real/kinds.ts';
import { bareTree, ourOutput } from './real/ours.ts';
import { seeded } from './real/random.ts';

interface Recorded {
  readonly version: number;
  readonly kind: KindName;
  readonly seed: number;
  readonly facts: readonly string[];
}

/** Generators that older versions do not come with. */
const SINCE: Readonly<Record<string, number>> = {
  'systemd-ssh-generator': 256,
  'systemd-factory-reset-generator': 258,
};

const recorded: readonly Recorded[] = JSON.parse(readFileSync(new URL('real/recorded.json', import.meta.url), 'utf8'));

const VERSIONS = [229, 237, 245, 247, 249, 252, 255, 257, 259, 262];

describe('what generators wrote on real roots', () => {
  for (const version of VERSIONS) {
    const base = debianLike(version);
    for (const kind of Object.keys(KINDS) as readonly KindName[]) {
      const answers = recorded.filter((answer) => answer.version === version && answer.kind === kind);
      if (answers.length === 0) continue;
      test(`${KINDS[kind].generators.join(', ')} of ${version}`, () => {
        const found = answers.flatMap(({ seed, facts }) => {
          const input = KINDS[kind].make(seeded(seed));
          const installed = KINDS[kind].generators.filter((name) => version >= (SINCE[name] ?? 0));
          const ours = factsOf(ourOutput(base, input, installed, { version })).filter((fact) => told(kind, fact));
          return factDifferences(ours, facts).map((difference) => `seed ${seed}: ${difference}`);
        });
        expect(found).toEqual([]);
      });
    }
  }

  test('are recorded for every version that was measured', () => {
    expect(new Set(recorded.map(({ version }) => version))).toEqual(new Set(VERSIONS));
    expect(recorded.length).toBeGreaterThan(100);
  });
});

/** What the inputs meet in a Debian root: checkers, links of a merged /usr, sshd, and what tells how systemd was built. */
function debianLike(version: number): Tree {
  const programs = ['fsck', 'fsck.ext2', 'fsck.ext3', 'fsck.ext4', 'fsck.cramfs', 'fsck.minix', 'sshd'];
  const files = new Map(programs.map((name) => [`/usr/sbin/${name}`, 'x']));
  const users = ['root:x:0:0::/root:', 'daemon:x:1:1::/usr/sbin:', 'www-data:x:33:33::/var/www:'];
  files.set('/etc/passwd', users.map((user) => `${user}/bin/sh\n`).join('')).set('/etc/debian_version', 'x\n');
  files.set('/usr/lib/postgresql/17/bin/postgres', 'x').set('/etc/postgresql/17/main/postgresql.conf', '');
  files.set('/etc/postgresql/17/main/start.conf', 'auto\n').set('/etc/tor/torrc', '');
  files.set('/usr/lib/systemd/system/sshd@.service', '').set('/usr/lib/systemd/system/rpc_pipefs.target', '');
  files.set('/usr/bin/true', 'x').set('/usr/bin/sh', 'x').set('/var/spool/cron/crontabs/.keep', '');
  files.set('/usr/lib/systemd/zram-generator.conf', '[zram0]\n');
  // What tells podman 5.4, systemd-cron 2.8 and netplan 1.2 from their neighbours.
  const cron = '/usr/lib/systemd/system-generators/systemd-crontab-generator';
  if (version < 257) files.set(cron, version === 247 ? '#!' : '#! MAILTO=(');
  if (version === 247) files.set('/usr/lib/netplan/generate', 'x');
  if (version === 257) files.set('/usr/libexec/podman/quadlet', 'x');
  if (version === 262) files.set('/usr/libexec/systemd-cron/throttle_group', 'x');
  if (version === 262) files.set('/usr/libexec/netplan/configure', 'x');
  if (version === 262) files.set('/usr/libexec/podman/quadlet', 'unable to translate dependency');
  if (version < 255) files.set('/var/lib/dpkg/info/systemd.list', '/lib/systemd/systemd\n');
  const links = ['bin', 'lib', 'sbin'].map((dir): [string, string] => [`/${dir}`, `usr/${dir}`]);
  return bareTree(files, new Map([...links, ['/var/run', '/run']]));
}
