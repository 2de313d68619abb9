import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printExpression, quoteExpression } from '../../src/upstart/expression.ts';
import { parseJob } from '../../src/upstart/parse-job.ts';

const errorOf = (text: string) => {
  const { error } = parseJob(text, '/etc/init/x.conf');
  return error && `${error.line}: ${error.message}`;
};
const startOn = (text: string) => {
  const on = parseJob(`start on ${text}\n`, 'x').stanzas[0]?.on;
  return on && printExpression(on);
};

describe('a job file that Upstart rejects', () => {
  it.each([
    ['"start" on a\n', '1: Unknown stanza'],
    ['task\nimport X\n', '2: Unknown stanza'],
    ['description two words\n', '1: Unexpected token'],
    ['description ""\n', '1: Expected token'],
    ['start on\ntask\n', '1: Expected token'],
    ['start on a and\n', '1: Expected event'],
    ['start on ()\n', '1: Expected event'],
    ['start on a(b)\n', '1: Expected operator'],
    ['start on (a) b\n', '1: Expected operator'],
    ['start on a)\n', '1: Mismatched parentheses'],
    ['start on (a\ntask\n', '3: Mismatched parentheses'],
    ['start on (a\n\nand b)\n', '2: Expected token'],
    ['start on (a\n  # why\n  and b)\n', '2: Expected token'],
    ['start on runlevel RUNLEVEL=2 N\n', '1: Expected variable name before value'],
    ['script\n  true\n', '3: Unterminated block'],
    ['env A="b\n', '2: Unterminated quoted string'],
    ['exec foo \\', '1: Trailing slash in file'],
    ['nice 20\n', '1: Illegal nice value, expected -20 to 19'],
    ['kill timeout x\n', '1: Illegal interval, expected number of seconds'],
    ['respawn limit 5\n', '1: Expected token'],
    ['limit nofile lots 1\n', "1: Illegal limit, expected 'unlimited' or integer"],
    ['expect nothing\n', '1: Unknown stanza'],
    ['exec\n', '1: Expected token'],
  ])('%j is reported as %s', (text, error) => expect(errorOf(text)).toBe(error));
});

describe('a job file that Upstart accepts', () => {
  it.each([
    'start on (a # why\n  and b)\ntask\r\n',
    'manual task\n',
    'limit nofile -1 unlimited\n',
    'oom score -1000\noom -17\n',
    'script # why\n  end\nend script # done\n',
    'cgroup memory x limit 1\n',
    'kill signal SIGINT\nreload signal 1\nnormal exit 0 TERM\n',
  ])('%j', (text) => expect(errorOf(text)).toBeUndefined());
});

describe('an event expression', () => {
  it.each([
    ['a or b and c', '((a or b) and c)'],
    ['a and (b or c)', '(a and (b or c))'],
    ['(a)and(b)', '(a and b)'],
    ['runlevel [2345]', 'runlevel [2345]'],
    ['a x#y z', 'a x'],
    ['"and" or not', '(and or not)'],
  ])('%s groups as %s', (text, printed) => expect(startOn(text)).toBe(printed));

  it('reads back as it was printed, with quotes', () => {
    const on = parseJob('start on a "K=x y" and (b \'c"d\' or "and")\n', 'x').stanzas[0]?.on;
    const quoted = on && quoteExpression(on);
    const again = parseJob(`start on ${quoted}\n`, 'x').stanzas[0]?.on;
    expect(again && quoteExpression(again)).toBe(quoted);
  });
});

it('any text is read without a throw', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => void parseJob(text, 'x')));
});
