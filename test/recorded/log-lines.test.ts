/** Who speaks in a line of a log: PID 1, and only of the last boot. The forms are those of journalctl -o, dmesg, syslog and a console. */
import { expect, test } from 'vitest';
import { explainLog } from '../../src/answers/explain-log.ts';
import { logLines } from '../../src/recorded/log-lines.ts';
import { explainLogText } from '../../src/report/explain-log.ts';
import { plain } from '../../src/report/style.ts';
import { smallBoot } from '../systemd/small-boot.ts';

const SAID = 'Failed to start web.service - Web.';
const failed = (text: string): readonly string[] => explainLog(text).units.map(({ event }) => event.about);
const told = (text: string): string => plain(explainLogText(explainLog(text), undefined, { width: 400 }));

test.each([
  ['short', `Nov 29 21:00:01 h systemd[1]: ${SAID}`],
  ['short-precise', `Nov 29 21:00:01.123456 h systemd[1]: ${SAID}`],
  ['short-iso', `2026-11-29T21:00:01+0000 h systemd[1]: ${SAID}`],
  ['short-full', `Sun 2026-11-29 21:00:01 UTC h systemd[1]: ${SAID}`],
  ['short-monotonic', `[    5.123456] h systemd[1]: ${SAID}`],
  ['with-unit', `Sun 2026-11-29 21:00:01 UTC h init.scope[1]: ${SAID}`],
  ['dmesg', `<28>[    5.123456] systemd[1]: ${SAID}`],
  ['dmesg -T', `[Sun Nov 29 21:00:01 2026] systemd[1]: ${SAID}`],
  ['console', `[\u001b[0;1;31mFAILED\u001b[0m] ${SAID}\r`],
  ['json', JSON.stringify({ MESSAGE: SAID, _PID: '1' })],
  ['json, bytes', JSON.stringify({ MESSAGE: [...Buffer.from(SAID)], _PID: '1' })],
  ['export', `__CURSOR=s\nMESSAGE=${SAID}\n_PID=1\n`],
  ['verbose', `Sun 2026-11-29 21:00:01 UTC [s=ab;i=1]\n    _PID=1\n    MESSAGE=${SAID}`],
  ['pasted', SAID],
])('PID 1 is heard in the form %s', (_, text) => expect(failed(text)).toEqual(['web.service - Web']));

test.each([
  ['a user manager', `Nov 29 21:00:01 h systemd[1523]: ${SAID}`],
  ['another program', `Nov 29 21:00:01 h dockerd[444]: ${SAID}`],
  ['the kernel', `Nov 29 21:00:01 h kernel: foo: ${SAID}`],
  ['the kernel in its ring', `[    5.123456] foo: ${SAID}`],
  ['systemctl', 'Failed to start web.service: Unit web.service not found.'],
  ['another process, json', JSON.stringify({ MESSAGE: SAID, _PID: '444' })],
  ['another process, export', `__CURSOR=s\nMESSAGE=${SAID}\n_PID=444\n`],
])('what %s says is not of a start at boot', (_, text) => expect(failed(text)).toEqual([]));

test('of several boots in one text the last is told, and that it is', () => {
  const id = (digit: string) => digit.repeat(32);
  const old = 'Nov 29 20:00:01 h systemd[1]: Failed to start old.service - Old.';
  const text = `-- Boot ${id('a')} --\n${old}\n-- Boot ${id('b')} --\nNov 29 21:00:01 h systemd[1]: ${SAID}\n`;
  expect(failed(text)).toEqual(['web.service - Web']);
  expect(told(text)).toContain('The text holds 2 boots; this is of the last, from line 3 on.');
  const json = ['a', 'b'].map((one) =>
    JSON.stringify({ MESSAGE: `Failed to start ${one}.service.`, _BOOT_ID: id(one) }),
  );
  expect(failed(json.join('\n'))).toEqual(['b.service']);
  const entries = ['a', 'b'].map((one) => `MESSAGE=Failed to start ${one}.service.\n_BOOT_ID=${id(one)}\n_PID=1\n`);
  expect(failed(entries.join('\n'))).toEqual(['b.service']);
  expect(logLines('[    0.000000] Linux version 6.1.0 (a@b)\n[    5.1] systemd[1]: x\n').boots).toBe(1);
});

test('a service that came up at another try has not failed for good', () => {
  const text = `Nov 29 21:00:01 h systemd[1]: ${SAID}\nNov 29 21:00:02 h systemd[1]: Started web.service - Web.\n`;
  expect(told(text)).toContain('1 unit that came up only later');
  expect(told(text)).toContain('It came up after all, at line 2.');
});

test('a console that ends while a start goes on says what it waited for, and how long; emergency mode is told', () => {
  const running = (at: string) => `[*     ] A start job is running for /dev/vdb1 (${at} / 1min 30s)`;
  expect(told(`${running('58s')}\n${running('59s')}\n`)).toMatch(
    /Line 2: \/dev\/vdb1 was still being started .*\(59s \/ 1min 30s\)/,
  );
  expect(failed(`${running('59s')}\n[ TIME ] Timed out waiting for device /dev/vdb1.\n`)).toEqual(['/dev/vdb1']);
  expect(told('systemd\nYou are in emergency mode. After logging in, type\n')).toContain(
    'the boot ended in emergency mode',
  );
});

test('a description that several units have names none of them', () => {
  const unit = '[Unit]\nDescription=Worker\n[Service]\nExecStart=/bin/true\n';
  const opened = smallBoot({ 'a.service': unit, 'b.service': unit }, { '/bin/true': '' });
  const log = explainLog('Nov 29 21:00:01 h systemd[1]: Failed to start Worker.', opened);
  expect(log.units[0]).toMatchObject({ unit: null, among: ['a.service', 'b.service'] });
  expect(plain(explainLogText(log, opened.graph, { width: 400 }))).toContain(
    'a.service and b.service are all described so',
  );
});
