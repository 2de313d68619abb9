import { expect, test } from 'vitest';
import { fuzzyScore } from '../../web/src/fuzzy.ts';

test('a word finds names that hold it, or whose parts begin with its letters, or with a few left out', () => {
  for (const [word, name] of [
    ['nova', 'nova-compute.service'],
    ['COMPUTE', 'nova-compute.service'],
    ['ncomp', 'nova-compute.service'],
    ['sud', 'systemd-udevd.service'],
    ['sjf', 'systemd-journal-flush.service'],
    ['gt1', 'getty@tty1.service'],
    ['jrnald.soc', 'systemd-journald.socket'],
    ['rngb', 'ring-b.service'],
    ['novapi', 'upstart:nova-api'],
  ] as const)
    expect(fuzzyScore(word, name), word).toBeDefined();
});

test('letters that only stand somewhere in a name do not find it: Enter would choose another unit', () => {
  for (const [word, name] of [
    ['ssh', 'systemd-halt.service'],
    ['cups', 'cryptsetup.target'],
    ['nginx', 'network-in-ax.service'],
  ] as const)
    expect(fuzzyScore(word, name), word).toBeUndefined();
});

test('the name itself comes before one that begins with it, and that before one whose parts do', () => {
  const scores = ['sshd.service', 'ssh.service', 'sys-ssh.service', 'some-shell.service'].map((name) =>
    fuzzyScore('ssh', name),
  );
  const [sshd = 0, ssh = 0, inside = 0, parts = 0] = scores;
  expect(ssh).toBeGreaterThan(sshd);
  expect(sshd).toBeGreaterThan(inside);
  expect(inside).toBeGreaterThan(parts);
  expect(parts).toBeGreaterThan(0);
});
