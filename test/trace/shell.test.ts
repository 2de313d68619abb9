// biome-ignore-all lint/suspicious/noTemplateCurlyInString: shell text

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { newShellBudget } from '../../src/trace/shell/budget.ts';
import { evaluateShell } from '../../src/trace/shell/evaluate.ts';
import { parseShell } from '../../src/trace/shell/parse.ts';
import type { ShellEvent } from '../../src/trace/shell/shell.ts';
import { type Entry, memoryRoot } from '../memory-root.ts';

function eventsOf(script: string, args: readonly string[] = ['start'], files: Readonly<Record<string, Entry>> = {}) {
  return evaluateShell({
    budget: newShellBudget(),
    script: parseShell(script),
    file: '/etc/init.d/x',
    args: args.map((text) => ({ text, known: true })),
    env: new Map(),
    world: { snapshot: memoryRoot(files), init: 'sysv', user: 'root' },
  });
}

function runs(events: readonly ShellEvent[]): string[] {
  return events.flatMap((event) =>
    event.kind === 'run' ? [event.argv.map(({ text, known }) => (known ? text : `<${text}>`)).join(' ')] : [],
  );
}

describe('what a script would run is read as the shell would have it', () => {
  /** Each prints the words of `daemon` as sh(1) gives them: sh itself is asked. */
  const scripts = [
    'A=/usr/bin/x; B=$A; /d/daemon $B',
    'N=x; D=/usr/bin/${N}-api; /d/daemon "$D" --n=$N',
    'A="a  b"; /d/daemon $A "$A"',
    'unset X; /d/daemon ${X:-one two} "${X:-one two}" ${X-} end',
    'X=; /d/daemon ${X:-empty} ${X-set} ${X:+no} ${X+yes}',
    'P=/a/b.c.d; /d/daemon ${P##*/} ${P#*.} ${P%.*} ${P%%.*} ${#P}',
    ': ${Y:=given}; /d/daemon $Y',
    'set -- a "b c"; /d/daemon "$@"; /d/daemon $* $#',
    'f() { local v="$1"; shift; /d/daemon $v "$@"; }; f one two "three four"',
    'for i in a b; do /d/daemon $i; done',
    'case start in stop) /d/daemon no ;; st*|x) /d/daemon yes ;; esac',
    'case "a*" in "a*") /d/daemon literal ;; a?) /d/daemon pattern ;; esac',
    'if [ -z "$NO" ] && [ "x" = x ]; then /d/daemon then; else /d/daemon else; fi',
    '[ 2 -gt 10 ] || /d/daemon numbers',
    'if [ a = b -o -n c ]; then /d/daemon or; fi',
    'A=1; (A=2; /d/daemon $A); /d/daemon $A',
    'A=x; A=y /d/daemon $A; /d/daemon $A',
    "cat > /dev/null <<'END'\n/d/daemon not this\nEND\n/d/daemon after",
    '/d/daemon a \\\n  b # c\n',
    'D=$(basename /a/b/c.sh .sh); /d/daemon $D `dirname /a/b/c`',
    'E="--opt=\'q\'"; /d/daemon $E \'$E\' "\\$E"',
    'while false; do /d/daemon never; done; until true; do /d/daemon never; done; /d/daemon end',
    'f() { return 3; }; f || /d/daemon $?',
    '! false && /d/daemon negated',
    '{ /d/daemon group; } 2>&1 >/dev/null &\nwait',
    'eval "A=evaluated"; /d/daemon $A',
  ];

  test('word for word as sh runs it', () => {
    const dir = mkdtempSync(join(tmpdir(), 'bootscope-sh-'));
    const daemon = join(dir, 'daemon');
    writeFileSync(daemon, '#!/bin/sh\nfor a in "$@"; do printf "<%s>" "$a" >> "$0.out"; done; echo >> "$0.out"\n', {
      mode: 0o755,
    });
    try {
      for (const script of scripts) {
        writeFileSync(`${daemon}.out`, '');
        execFileSync('sh', ['-c', script.replaceAll('/d/daemon', daemon)], { stdio: 'ignore' });
        const real = execFileSync('cat', [`${daemon}.out`], { encoding: 'utf8' }).trim();
        const ours = eventsOf(script, [])
          .flatMap((event) =>
            event.kind === 'run'
              ? [
                  event.argv
                    .slice(1)
                    .map(({ text }) => `<${text}>`)
                    .join(''),
                ]
              : [],
          )
          .join('\n');
        expect(`${script} ⇒ ${ours}`).toBe(`${script} ⇒ ${real}`);
      }
    } finally {
      rmSync(dir, { recursive: true });
    }
  });

  test('a file of /etc/default is read where it is there, and its values count', () => {
    const script = 'OPTS=-a\n[ -r /etc/default/x ] && . /etc/default/x\n/usr/sbin/x $OPTS\n';
    expect(runs(eventsOf(script))).toEqual(['/usr/sbin/x -a']);
    const events = eventsOf(script, [], { '/etc/default/x': 'OPTS="-b -c"\n' });
    expect(runs(events)).toEqual(['/usr/sbin/x -b -c']);
    expect(events.find((event) => event.kind === 'run')?.uses).toEqual([
      { name: 'OPTS', text: '-b -c', file: '/etc/default/x', line: 1 },
    ]);
  });

  test('a daemon that is not executable ends the script before it starts anything', () => {
    const script = 'D=/usr/sbin/x\n[ -x $D ] || exit 0\n$D\n';
    expect(eventsOf(script)).toEqual([{ kind: 'exit', code: 0, file: '/etc/init.d/x', line: 2, under: [] }]);
    expect(runs(eventsOf(script, [], { '/usr/sbin/x': 'x' }))).toEqual(['/usr/sbin/x']);
  });

  test('where no file decides, both ways are told with their condition', () => {
    const events = eventsOf('if pidof x; then /bin/a; else /bin/b; fi; /bin/c');
    expect(events.map((event) => ('argv' in event ? [event.argv[0]?.text, event.under] : event.kind))).toEqual([
      ['/bin/a', ['pidof x']],
      ['/bin/b', ['not pidof x']],
      ['/bin/c', []],
    ]);
  });

  test('a value that depends on the running machine is not made up', () => {
    expect(runs(eventsOf('/bin/x $(date) $$ "a$(ps)b"'))).toEqual(['/bin/x <$(date)> <$$> <a$(ps)b>']);
    expect(runs(eventsOf('if [ -e /proc/x ]; then A=1; else A=2; fi; /bin/x $A'))).toEqual(['/bin/x <$A>']);
  });

  test('start-stop-daemon tells program, user, folder and arguments; its --test and --stop start nothing', () => {
    const events = eventsOf(
      'start-stop-daemon --start --test --exec /bin/d\nstart-stop-daemon -Sbc nova:adm -d /var/lib/nova --startas=/bin/d -p /p -- -v\nstart-stop-daemon --stop --exec /bin/d\n',
    );
    expect(events).toMatchObject([
      { how: 'start-stop-daemon', user: 'nova', group: 'adm', chdir: '/var/lib/nova', pidFile: '/p', line: 2 },
    ]);
    expect(runs(events)).toEqual(['/bin/d -v']);
  });

  test('init_is_upstart is answered by the init in force, whatever the helper library says', () => {
    expect(runs(eventsOf('. /lib/lsb/init-functions\ninit_is_upstart && exit 1\n/bin/d'))).toEqual(['/bin/d']);
  });
});

describe('hostile scripts', () => {
  test('one that calls itself for ever, or loops, comes to an end', () => {
    expect(eventsOf('f() { f; }; f; /bin/d').length).toBeGreaterThan(0);
    expect(eventsOf('while :; do :; done; /bin/d').length).toBeGreaterThan(0);
    expect(eventsOf('. /etc/a', [], { '/etc/a': '. /etc/a\n' }).length).toBeGreaterThan(0);
    expect(eventsOf(`${'('.repeat(20_000)}`)).toMatchObject([{ kind: 'unread' }]);
    expect(eventsOf(`${'$('.repeat(20_000)}`)).toMatchObject([{ kind: 'unread' }]);
    expect(eventsOf(`echo ${'"${a:-'.repeat(20_000)}`)).toMatchObject([{ kind: 'unread' }]);
  });

  test('what comes before an error of syntax still counts, and the error is said with its line', () => {
    expect(eventsOf('/bin/a\nif true; then\n/bin/b\n')).toMatchObject([
      { kind: 'run', line: 1 },
      { kind: 'unread', line: 4, message: expect.stringContaining('"elif" is missing') },
    ]);
  });
});
