import { describe, expect, test } from 'vitest';
import { newShellBudget } from '../../src/trace/shell/budget.ts';
import { evaluateShell } from '../../src/trace/shell/evaluate.ts';
import { parseShell } from '../../src/trace/shell/parse.ts';
import type { ShellEvent } from '../../src/trace/shell/shell.ts';
import { memoryRoot } from '../memory-root.ts';

function run(text: string): readonly ShellEvent[] {
  return evaluateShell({
    script: parseShell(text),
    file: '/opt/s',
    args: [],
    env: new Map(),
    world: { snapshot: memoryRoot({ '/opt/lib': 'B=$B$B\n' }), init: 'systemd', user: 'root' },
    budget: newShellBudget(),
  });
}

const words = (n: number): string => Array.from({ length: n }, (_, k) => `w${k}`).join(' ');
const program = (events: readonly ShellEvent[]) => {
  const last = events.findLast((event) => event.kind === 'run');
  return last?.kind === 'run' ? last.argv.map(({ text, known }) => (known ? text : '?')) : undefined;
};

describe('a script of a few lines that asks for everything', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['a value that doubles', `A=a\nfor i in ${words(27)}; do A=$A$A; done\n/bin/x $A`],
    ['a value that grows by itself', `A=a\nfor i in ${words(40)}; do A+=$A; done\n/bin/x $A`],
    ['arguments that double', `set -- a b\n${'set -- $@ $@\n'.repeat(40)}/bin/x $@`],
    ['a default that doubles', `A=a\n${'A=${B:-$A$A}\n'.repeat(60)}/bin/x $A`],
    ['echo that doubles', `A=a\n${'A=$(echo $A $A)\n'.repeat(60)}/bin/x $A`],
    ['a sourced file that doubles', `B=b\n${'. /opt/lib\n'.repeat(60)}/bin/x $B`],
    ['eval of itself', `A='eval "$A"; eval "$A"'\neval "$A"\n/bin/x`],
    [
      'a function that calls itself, deep within',
      `f() { ${'if true; then '.repeat(90)} f; ${'fi; '.repeat(90)} }\nf\n/bin/x`,
    ],
    ['two thousand branches', `if a; then b\n${'elif a; then b\n'.repeat(2000)}fi\n/bin/x`],
    ['a test with twenty thousand negations', `if [ ${'! '.repeat(20_000)} -f /x ]; then a; fi\n/bin/x`],
    ['a long text trimmed', `A=${'n'.repeat(60_000)}\n${'B=${A##*b}\nC=${A%%n*m}\n'.repeat(200)}/bin/x`],
    [
      'long texts echoed',
      `for i in ${words(64)}; do for j in ${words(64)}; do A=$(echo ${'e'.repeat(100_000)}); done; done\n/bin/x`,
    ],
    [
      'many variables and many conditions',
      `${Array.from({ length: 8000 }, (_, k) => `V${k}=1`).join('\n')}\n${'if a; then b; fi\n'.repeat(10_000)}/bin/x`,
    ],
    [
      'a case of patterns that fit late',
      `A=${'a'.repeat(60_000)}\ncase $A in ${'*a*a*a*a*b) x;; '.repeat(500)} esac\n/bin/x`,
    ],
    ['expansions by the hundred thousand in one word', `A="${'$a'.repeat(300_000)}"\n/bin/x`],
    ['a word of a megabyte', `/bin/x ${'w'.repeat(1 << 20)}`],
    ['words by the hundred thousand', `/bin/x ${'w '.repeat(300_000)}`],
    ['here-documents by the thousand', `cat ${'<<E '.repeat(5000)}\n${'E\n'.repeat(5000)}/bin/x`],
    ['brackets that are never closed', `${'$('.repeat(100_000)}`],
    ['braces within braces', `A=${'${a:-'.repeat(50_000)}`],
  ];
  test.each(cases)('%s', (_, text) => {
    const before = process.cpuUsage();
    const heap = process.memoryUsage().heapUsed;
    const events = run(text);
    expect(process.cpuUsage(before).user).toBeLessThan(40_000_000);
    expect(process.memoryUsage().heapUsed - heap).toBeLessThan(600 << 20);
    // Either it was followed to its last line, or it is said that it was not.
    expect(program(events)?.[0] === '/bin/x' || events.some(({ kind }) => kind === 'unread')).toBe(true);
  });
  test('what is cut is not known', () => {
    expect(program(run(`A=a\nfor i in ${words(27)}; do A=$A$A; done\n/bin/x $A`))).toEqual(['/bin/x', '?']);
  });
  test('negations in pairs take nothing away', () => {
    expect(program(run('if [ ! ! -n a ]; then /bin/yes; else /bin/no; fi'))).toEqual(['/bin/yes']);
    expect(program(run('if [ ! ! ! -n a ]; then /bin/yes; else /bin/no; fi'))).toEqual(['/bin/no']);
  });
  test('trims as dash does', () => {
    const trims = ['${A#*/}', '${A##*/}', '${A%/*}', '${A%%/*}', '${A#x}', '${A%c}'];
    expect(program(run(`A=a/b/c\n/bin/x ${trims.join(' ')}`))).toEqual([
      '/bin/x',
      'b/c',
      'c',
      'a/b',
      'a',
      'a/b/c',
      'a/b/',
    ]);
  });
});

test('a program called as what every object of JavaScript has is a program like any other: what it prints is not known', () => {
  for (const name of ['constructor', 'toString', 'hasOwnProperty', '__proto__', 'valueOf'])
    expect(program(run(`A=$(${name} a)\n/bin/x "$A"`)), name).toEqual(['/bin/x', '?']);
});
