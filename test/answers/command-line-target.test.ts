/** The kernel command line asks for another target: for this boot, and by a word that no systemctl changes. */
import { expect, test } from 'vitest';
import { chain } from '../../src/answers/chain.ts';
import { audit } from '../../src/audit/audit.ts';
import type { OpenedRoot } from '../../src/open.ts';
import { anchorText } from '../../src/report/anchor.ts';
import { plain } from '../../src/report/style.ts';
import { smallBoot } from '../systemd/small-boot.ts';

const UNITS = {
  'web.service': '[Service]\nExecStart=/bin/true\n',
  'rescue.target': '#not-wanted\n[Unit]\nAllowIsolate=yes\n',
  'graphical.target': '#not-wanted\n[Unit]\nAllowIsolate=yes\nRequires=multi-user.target\n',
};

function boot(cmdline: string, version = 252): OpenedRoot {
  const link = '/etc/systemd/system/multi-user.target.wants/late.service';
  return smallBoot(
    UNITS,
    {
      '/bin/true': '',
      '/etc/systemd/system/late.service': '[Service]\nExecStart=/bin/true\n',
      [link]: { link: '../late.service' },
    },
    { cmdline, version },
  );
}

const findings = (opened: OpenedRoot, rule: string) => audit(opened).filter((one) => one.rule === rule);

test('up to 232 PID 1 looks for whatever systemd.unit= says; from 233 on what is no unit name is passed over', () => {
  expect(boot('systemd.unit=rescue', 232).asked).toBe('rescue');
  expect(boot('systemd.unit=rescue', 233).asked).toBe('default.target');
  expect(boot('3 systemd.unit=a@.service').asked).toBe('multi-user.target');
  const said = boot('systemd.unit=rescue').assumptions.map(({ message }) => message);
  expect(said).toContain('PID 1 passes over systemd.unit=rescue on the kernel command line: that is no name of a unit');
});

test('a word of the kernel command line that asks for the target is named', () => {
  expect(plain(anchorText(boot('quiet single')))).toContain('the kernel command line asks for (single)');
  expect(plain(anchorText(boot('systemd.unit=multi-user.target')))).toContain('(systemd.unit=multi-user.target)');
});

test('where the target of the command line is missing, the chain is of rescue.target, and that word is to be mended', () => {
  const opened = boot('systemd.unit=nosuch.target');
  const answer = chain(opened);
  expect(answer.kind === 'targets' && answer.steps[0]?.target).toBe('rescue.target');
  expect(anchorText(opened)).toContain('which is not found: systemd falls back to');
  const [found] = findings(opened, 'default-target');
  expect(found?.mend).toContain('Take systemd.unit=nosuch.target off the kernel command line');
  expect(found?.mend).not.toContain('set-default');
});

test('who boots to rescue.target for once has disabled nothing', () => {
  expect(findings(boot('single'), 'enabled-not-reached')).toEqual([]);
  expect(findings(boot(''), 'enabled-not-reached')).toEqual([]);
});
