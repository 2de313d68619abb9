import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scriptActions } from '../../src/upstart/script-actions.ts';

/** Kind, subject, line and marks of everything but plain programs. */
const told = (text: string) =>
  scriptActions(text, 10)
    .filter(({ kind }) => kind !== 'run')
    .map((action) => {
      const subject =
        'job' in action
          ? action.job
          : 'event' in action
            ? action.event
            : 'level' in action
              ? action.level
              : 'script' in action
                ? action.script
                : 'seconds' in action
                  ? action.seconds
                  : '';
      return `${action.line} ${action.kind} ${subject}${action.conditional ? ' if' : ''}${action.waits ? '' : ' &'}`;
    });

describe('what a script does with jobs and events', () => {
  test.each([
    ['initctl emit A', ['10 emit A']],
    ['/sbin/initctl --quiet emit --no-wait A K=1', ['10 emit A &']],
    ['initctl emit A &', ['10 emit A &']],
    ['exec initctl emit A', ['10 emit A']],
    ['true\n\ninitctl \\\n  emit A', ['12 emit A']],
    ['start a', ['10 start a']],
    ['start -n a', ['10 start a &']],
    ['initctl start a K=1 >/dev/null 2>&1 || :', ['10 start a']],
    ['stop a', ['10 stop a']],
    ['stop; exit 0', []],
    ['[ -x /x ] || { stop; exit 0; }', []],
    ['[ -x /x ] && start a', ['10 start a if']],
    ['if true; then\n  start a\nfi\nstart b', ['11 start a if', '13 start b']],
    ['case $1 in\nstart)\n  start a;;\nesac', ['12 start a if']],
    ['status a | grep -q run && start b', ['10 status a', '10 start b if']],
    ['X=$(status a)', ['10 status a']],
    ['echo `status a`', ['10 status a']],
    ['# start a\necho "start b" \'initctl emit C\'', []],
    ['cat <<E\nstart a\nE\nstart b', ['13 start b']],
    ["cat <<-'E'\n\tstart a\n\tE\nstart b", ['13 start b']],
    ['service a start', ['10 start a']],
    ['service a stop', []],
    ['invoke-rc.d --quiet a restart', ['10 start a']],
    ['/etc/init.d/a start', ['10 init-script a']],
    ['telinit 3', ['10 runlevel 3']],
    ['exec telinit "${LEVEL}"', ['10 runlevel ${LEVEL}']],
    ['sleep 5', ['10 sleep 5']],
    ['start wait-for-state WAIT_FOR=a WAITER=b', ['10 wait-for a']],
    ['start wait-for-state', ['10 start wait-for-state']],
    ['restart_it() { start a; }', ['10 start a if']],
    ['echo start a', []],
    ['/usr/lib/x/start a', []],
  ])('%j: %j', (text, expected) => expect(told(text)).toEqual(expected));

  test('a status in a loop is a wait, one outside is a look', () => {
    const repeated = (text: string) =>
      scriptActions(text, 1).flatMap((action) => (action.kind === 'status' ? [action.repeated] : []));
    expect(repeated('while ! status a | grep -q run; do sleep 1; done\nstatus b')).toEqual([true, false]);
    expect(repeated('for i in 1 2 3; do status a && break; done')).toEqual([true]);
    expect(repeated('if status a; then :; fi')).toEqual([false]);
  });

  test('any text is read without a throw', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => void scriptActions(text, 1)));
    const pieces = fc.constantFrom('$(', ')', '`', '"', "'", '<<E', '\n', ';', '&&', 'if', 'fi', 'start a', '#', '\\');
    fc.assert(fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => void scriptActions(parts.join(' '), 1)));
  });
});
