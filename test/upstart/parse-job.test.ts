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

describe('every stanza and what it takes', () => {
  const ONE = ['instance', 'description', 'author', 'version', 'usage', 'env', 'chroot', 'chdir', 'setuid', 'setgid'];

  it.each(ONE)('%s takes one argument', (stanza) => {
    expect(errorOf(`${stanza} a\n`)).toBeUndefined();
    expect(errorOf(`${stanza} "a b" # why\n`)).toBeUndefined();
    expect(errorOf(`${stanza}\n`)).toBe('1: Expected token');
    expect(errorOf(`task\n${stanza} a b\n`)).toBe('2: Unexpected token');
  });

  it.each(['export', 'emits'])('%s takes one or more', (stanza) => {
    expect(errorOf(`${stanza} a b c*\n`)).toBeUndefined();
    expect(errorOf(`${stanza} # none\n`)).toBe('1: Expected token');
  });

  it.each(['start', 'stop'])('%s takes only "on" and a condition', (stanza) => {
    expect(errorOf(`${stanza} on a\n`)).toBeUndefined();
    expect(errorOf(`${stanza}\n`)).toBe('1: Expected token');
    expect(errorOf(`${stanza} "on" a\n`)).toBe('1: Unknown stanza');
    expect(errorOf(`${stanza} when a\n`)).toBe('1: Unknown stanza');
  });

  it.each(['pre-start', 'post-start', 'pre-stop', 'post-stop'])('%s takes exec or script', (stanza) => {
    expect(errorOf(`${stanza} exec a b c\n`)).toBeUndefined();
    expect(errorOf(`${stanza} script\ntrue\nend script\n`)).toBeUndefined();
    expect(errorOf(`${stanza}\n`)).toBe('1: Expected token');
    expect(errorOf(`${stanza} run a\n`)).toBe('1: Unknown stanza');
    expect(errorOf(`${stanza} exec # none\n`)).toBe('1: Expected token');
    expect(errorOf(`${stanza} script a\nend script\n`)).toBe('1: Unexpected token');
  });

  it.each([
    ['expect stop'],
    ['expect daemon'],
    ['expect fork'],
    ['expect none'],
    ['console none'],
    ['console output'],
    ['console owner'],
    ['console log'],
    ['respawn'],
    ['respawn limit 5 10'],
    ['respawn limit 0 0'],
    ['respawn limit unlimited'],
    ['normal exit 0'],
    ['normal exit 0 1 TERM SIGHUP 99'],
    ['kill timeout 0'],
    ['kill signal HUP'],
    ['kill signal SIGHUP'],
    ['kill signal 9'],
    ['reload signal USR1'],
    ['umask 022'],
    ['umask 0777'],
    ['nice -20'],
    ['nice 19'],
    ['nice +5'],
    ['oom -17'],
    ['oom 15'],
    ['oom never'],
    ['oom score -1000'],
    ['oom score 1000'],
    ['oom score never'],
    ['limit nofile 1024 65535'],
    ['limit core unlimited unlimited'],
    ['limit rtprio 0 unlimited'],
    ['limit nice 0 0'],
    ['apparmor load /etc/apparmor.d/x'],
    ['apparmor switch x'],
    ['cgroup memory'],
    ['cgroup memory name key value'],
    ['manual'],
    ['debug'],
    ['task'],
  ])('%s is read', (text) => expect(errorOf(`${text} # why\n`)).toBeUndefined());

  it.each([
    ['expect\n', '1: Expected token'],
    ['expect fork now\n', '1: Unexpected token'],
    ['console\n', '1: Expected token'],
    ['console logged\n', '1: Unknown stanza'],
    ['console log now\n', '1: Unexpected token'],
    ['task now\n', '1: Unexpected token'],
    ['respawn /sbin/daemon\n', '1: Unknown stanza'],
    ['respawn limit\n', '1: Expected token'],
    ['respawn limit many 5\n', "1: Illegal limit, expected 'unlimited' or integer"],
    ['respawn limit -1 5\n', "1: Illegal limit, expected 'unlimited' or integer"],
    ['respawn limit 5 soon\n', '1: Illegal interval, expected number of seconds'],
    ['respawn limit 5 -1\n', '1: Illegal interval, expected number of seconds'],
    ['respawn limit 5 5 5\n', '1: Unexpected token'],
    ['respawn limit unlimited 5\n', '1: Unexpected token'],
    ['normal\n', '1: Expected token'],
    ['normal end 0\n', '1: Unknown stanza'],
    ['normal exit\n', '1: Expected token'],
    ['normal exit 0 maybe\n', '1: Illegal exit status, expected integer'],
    ['kill\n', '1: Expected token'],
    ['kill slowly\n', '1: Unknown stanza'],
    ['kill timeout\n', '1: Expected token'],
    ['kill timeout -1\n', '1: Illegal interval, expected number of seconds'],
    ['kill timeout 5s\n', '1: Illegal interval, expected number of seconds'],
    ['kill timeout 5 6\n', '1: Unexpected token'],
    ['kill signal\n', '1: Expected token'],
    ['kill signal PLEASE\n', '1: Illegal signal status, expected integer'],
    ['reload\n', '1: Expected token'],
    ['reload now\n', '1: Unknown stanza'],
    ['reload signal PLEASE\n', '1: Illegal signal status, expected integer'],
    ['umask\n', '1: Expected token'],
    ['umask 888\n', '1: Illegal file creation mask, expected octal integer'],
    ['umask 1000\n', '1: Illegal file creation mask, expected octal integer'],
    ['nice\n', '1: Expected token'],
    ['nice -21\n', '1: Illegal nice value, expected -20 to 19'],
    ['nice low\n', '1: Illegal nice value, expected -20 to 19'],
    ['oom\n', '1: Expected token'],
    ['oom 16\n', "1: Illegal oom adjustment, expected -16 to 15 or 'never'"],
    ['oom always\n', "1: Illegal oom adjustment, expected -16 to 15 or 'never'"],
    ['oom score\n', '1: Expected token'],
    ['oom score 1001\n', "1: Illegal oom score adjustment, expected -999 to 1000 or 'never'"],
    ['limit\n', '1: Expected token'],
    ['limit files 1 1\n', '1: Unknown stanza'],
    ['limit nofile\n', '1: Expected token'],
    ['limit nofile 1\n', '1: Expected token'],
    ['limit nofile 1 lots\n', "1: Illegal limit, expected 'unlimited' or integer"],
    ['limit nofile 1 1 1\n', '1: Unexpected token'],
    ['apparmor\n', '1: Expected token'],
    ['apparmor enforce x\n', '1: Unknown stanza'],
    ['apparmor load\n', '1: Expected token'],
    ['apparmor switch a b\n', '1: Unexpected token'],
    ['cgroup\n', '1: Expected token'],
    ['cgroup a b c d e\n', '1: Unexpected token'],
    ['manual now\n', '1: Unknown stanza'],
    ['debug now\n', '1: Unknown stanza'],
    ['end script\n', '1: Unknown stanza'],
    ['pid file /run/x\n', '1: Unknown stanza'],
    ['service\n', '1: Unknown stanza'],
    ['on startup\n', '1: Unknown stanza'],
  ])('%j is reported as %s', (text, error) => expect(errorOf(text)).toBe(error));

  it.each([
    ['kill \\\n  timeout \\\n  soon\n', '3: Illegal interval, expected number of seconds'],
    ['limit nofile \\\n  1 \\\n  lots\n', "3: Illegal limit, expected 'unlimited' or integer"],
    ['exec a \\\n  b \\\n  c\nnonsense\n', '4: Unknown stanza'],
    ['env A="b\n  c"\nnonsense\n', '3: Unknown stanza'],
    ['script\n\n\nend script\nnonsense\n', '5: Unknown stanza'],
    ['start on (a\n  and b\n  or c)\nnonsense\n', '4: Unknown stanza'],
  ])('the line of %j is counted through continuations, quotes, scripts and parentheses', (text, error) =>
    expect(errorOf(text)).toBe(error),
  );
});

describe('words and quotes', () => {
  const valueIn = (text: string) => parseJob(text, 'x').stanzas[0]?.value;

  it.each([
    ['env A=b#c\n', 'A=b'],
    ['env "A=b#c"\n', 'A=b#c'],
    ["env A='b c'\n", 'A=b c'],
    ['env E=q\\"r\n', 'E=q\\"r'],
    ['env H=a\\nb\n', 'H=a\\nb'],
    ['env G=a\\\\b\n', 'G=a\\b'],
    ['env I=a\\ b\n', 'I=a b'],
    ['description "two\n   lines"\n', 'two lines'],
    ['exec a "b # c" d # e\n', 'a "b # c" d '],
    ['exec a \\\n   b\n', 'a b'],
  ])('%j holds %j', (text, value) => expect(valueIn(text)?.trimEnd()).toBe(value.trimEnd()));

  it('a script is taken as it stands, without the indentation that its lines share', () => {
    expect(valueIn('script\n    a # b\n      "c\n    end of it\nend script\n')).toBe('a # b\n  "c\nend of it\n');
  });

  it('what is given twice counts the last time, or adds up', () => {
    const { stanzas } = parseJob('start on a\nstart on b\nenv A=1\nenv B=2\nexec a\nscript\nb\nend script\n', 'x');
    expect(stanzas.map(({ key }) => key)).toEqual(['start on', 'start on', 'env', 'env', 'exec', 'script']);
  });
});
