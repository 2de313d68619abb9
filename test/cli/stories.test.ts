/** Three people with a question, from beginning to end, with the program as it is shipped. */
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

const TOP = new URL('../..', import.meta.url).pathname;
const work = mkdtempSync(join(tmpdir(), 'bootscope-stories-'));
afterAll(() => rmSync(work, { recursive: true }));

/** In a folder of the user's own, as on their machine. */
function ask(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(TOP, 'dist/bootscope.js'), ...args], {
    cwd: work,
    encoding: 'utf8',
  });
  return { status, out: stdout, err: stderr };
}

function put(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

describe('on call: nova-compute is not there after every boot', () => {
  const node = join(work, 'node');
  cpSync(join(TOP, 'sample-roots/ubuntu-16.04-compute'), node, { recursive: true, verbatimSymlinks: true });
  const wrong = join(node, 'etc/systemd/system/libvirt-bin.service.d/late.conf');
  put(wrong, '[Unit]\nAfter=nova-compute.service\n');

  test('the first line of why says that it is chance, the next ones between whom', () => {
    const { out } = ask('-r', node, 'why', 'nova-compute');
    expect(out).toMatch(/^Not at every boot: nova-compute\.service .* ordering cycle\.\n/);
    expect(out).toContain('libvirt-bin.service → nova-compute.service → libvirt-bin.service');
  });
  test('cycles names the line at fault', () => {
    expect(ask('-r', node, 'cycles').out).toContain(
      '/etc/systemd/system/libvirt-bin.service.d/late.conf:2  After=nova-compute.service',
    );
  });
  test('audit is red, with a mend that was tried', () => {
    const { status, out } = ask('-r', node, 'audit', '--rule', 'ordering-cycle', '--json');
    const [finding] = JSON.parse(out).findings;
    expect(status).toBe(1);
    expect(finding.mend).toMatch(/late\.conf/);
  });
  test('with the line taken out it is started at every boot, after libvirt, and diff says so', () => {
    const mended = join(work, 'mended');
    cpSync(node, mended, { recursive: true, verbatimSymlinks: true });
    rmSync(join(mended, 'etc/systemd/system/libvirt-bin.service.d'), { recursive: true });
    expect(ask('-r', mended, 'why', 'nova-compute').out).toMatch(/^Started at boot: nova-compute\.service/);
    expect(ask('-r', mended, 'why', 'nova-compute', '--after', 'libvirt-bin').out).toMatch(/^Yes:/);
    expect(ask('-r', mended, 'cycles').out).toMatch(/^No ordering cycle/);
    expect(ask('diff', node, mended).out).toMatch(/nova-compute\.service: at some boots and not at others before/);
  });
});

describe('in CI: an image that will not boot as meant is not shipped', () => {
  const image = join(work, 'image');
  put(join(image, 'etc/os-release'), 'ID=debian\nVERSION_ID=13\n');
  put(join(image, 'usr/lib/systemd/systemd'), '');
  put(join(image, 'usr/bin/shop'), '#!/bin/sh\n');
  const unit = (name: string, text: string): void => put(join(image, 'usr/lib/systemd/system', name), text);
  unit('default.target', '[Unit]\nAllowIsolate=yes\nWants=shop.service\nAfter=shop.service\n');
  unit('sysinit.target', '[Unit]\nDescription=System\n');
  unit('basic.target', '[Unit]\nRequires=sysinit.target\nAfter=sysinit.target\n');
  unit(
    'shop.service',
    '[Unit]\nRequires=dbase.service\nAfter=dbase.service\n[Service]\nExecStart=/bin/sh /usr/bin/shop\n',
  );
  put(join(image, 'bin/sh'), 'ELF');
  chmodSync(join(image, 'bin/sh'), 0o755);
  const gate = ['-r', image, '--systemd-version', '257', 'audit', '--fail-on', 'error'] as const;
  const waivers = join(work, '.bootscope.json');

  test('the gate fails, at the line', () => {
    const { status, out } = ask(...gate, '--format', 'github');
    expect(status).toBe(1);
    expect(out).toMatch(
      /^::error file=image\/usr\/lib\/systemd\/system\/shop\.service,line=2,title=bootscope required-unavailable/m,
    );
  });
  test('a waiver without a reason, or with a misspelt rule, is refused: the gate does not pass by mistake', () => {
    writeFileSync(waivers, '{"waive":[{"rule":"required-unavailable"}]}');
    expect(ask(...gate).status).toBe(2);
    writeFileSync(waivers, '{"waive":[{"rule":"required-unavailabel","reason":"comes at the first boot"}]}');
    expect(ask(...gate).err).toMatch(/did you mean required-unavailable\?/);
  });
  test('it is waived with a reason, and passes; SARIF keeps it as suppressed', () => {
    writeFileSync(
      waivers,
      '{"waive":[{"rule":"required-unavailable","unit":"shop.service","reason":"dbase comes at the first boot"}]}',
    );
    expect(ask(...gate).status).toBe(0);
    const sarif = JSON.parse(ask(...gate, '--format', 'sarif').out);
    const held = sarif.runs[0].results.filter((result: { suppressions?: unknown[] }) => result.suppressions?.length);
    expect(held[0].suppressions[0].justification).toBe('dbase comes at the first boot');
  });
  test('once it is mended, the waiver is told as of no use', () => {
    unit('dbase.service', '[Service]\nExecStart=/bin/sh /usr/bin/shop\n');
    const { status, out } = ask(...gate);
    expect(status).toBe(0);
    expect(out.replaceAll(/\s+/g, ' ')).toContain('take it out: waiver required-unavailable');
  });
});

describe('in support: only a tarball came', () => {
  const tarball = join(work, 'customer.tar.gz');
  spawnSync('tar', ['-C', join(TOP, 'sample-roots/modern-server'), '-czf', tarball, '.']);
  const same = (...question: readonly string[]): string => {
    const whole = ask('-r', join(TOP, 'sample-roots/modern-server'), ...question).out;
    const packed = ask('-r', tarball, ...question).out;
    expect(packed).toBe(whole);
    return packed;
  };

  test('what it is: its init and version, by the files that say so', () =>
    expect(same('chain', '--no-pager')).toMatch(/systemd.* is PID 1: \/sbin\/init/));
  test('why a service is not up, by file and line', () =>
    expect(same('why', 'redis-server')).toMatch(
      /^Not started: redis-server\.service loses its job[\s\S]*:10 {2}LogNamespace=cache[\s\S]*take LogNamespace=\s+out/,
    ));
  test('all that is wrong, as from the unpacked files', () => expect(same('audit')).toContain('required-unavailable'));
  test('a page to mail back', () => {
    expect(ask('-r', tarball, 'view', '-o', 'customer.html').out).toMatch(/^Wrote customer\.html: \d+ started/);
  });
});
