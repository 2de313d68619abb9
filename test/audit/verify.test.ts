import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { audit } from '../../src/audit/audit.ts';
import { openFolder } from '../../src/open.ts';

const sample = new URL('../../sample-roots/broken', import.meta.url).pathname;
const knowsRoot = /--root/.test(spawnSync('systemd-analyze', ['--help'], { encoding: 'utf8' }).stdout ?? '');

/** What verify says of the outcome only, after it has said why elsewhere. */
const CONSEQUENCE =
  /^(Unit \S+ (failed to load properly|is masked|not found|has a bad unit file setting)|Requested transaction contains|\S+: Failed to create \S+: (Unit \S+ (is masked|not found)|Transaction order))/;

test.runIf(knowsRoot)(
  'whatever systemd-analyze verify says of the broken root, the audit says of the same line or unit',
  () => {
    const root = mkdtempSync(join(tmpdir(), 'bootscope-verify-'));
    try {
      cpSync(sample, root, { recursive: true, verbatimSymlinks: true });
      const units = readdirSync(join(root, 'etc/systemd/system')).filter((name) =>
        /^[^@]+\.(service|socket|timer)$/.test(name),
      );
      const { stderr } = spawnSync(
        'systemd-analyze',
        ['verify', '--man=no', `--root=${root}`, ...units.filter((name) => !/loop|alias|wrong-type/.test(name))],
        {
          encoding: 'utf8',
        },
      );
      const said = new Set(
        stderr
          .replaceAll(root, '')
          .split('\n')
          .filter((line) => line !== '' && !CONSEQUENCE.test(line)),
      );
      expect(said.size).toBeGreaterThan(20);
      const opened = openFolder(root);
      const findings = audit(opened);
      const places = new Set(findings.flatMap(({ file, line }) => (file ? [file, `${file}:${line}`] : [])));
      const about = new Set(
        findings.flatMap(({ unit, proof }) => [unit ?? '', ...proof.flatMap(({ from, to }) => [from, to])]),
      );
      const missed = [...said].filter((line) => {
        const place = /^(\/[^:]+:\d+):/.exec(line)?.[1];
        if (place !== undefined) return !places.has(place);
        const link = / dropin (\/\S+) /.exec(line)?.[1];
        if (link !== undefined) return !places.has(link);
        return !about.has(/^(\S+): /.exec(line)?.[1] ?? '');
      });
      expect(missed).toEqual([]);
    } finally {
      rmSync(root, { recursive: true });
    }
  },
);
