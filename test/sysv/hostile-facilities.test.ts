import { describe, expect, test } from 'vitest';
import { runInsserv } from '../../src/sysv/insserv/run.ts';
import { memoryRoot } from '../memory-root.ts';

const script = (name: string, start: string): string =>
  `#!/bin/sh\n### BEGIN INIT INFO\n# Provides: ${name}\n# Required-Start: ${start}\n# Required-Stop:\n# Default-Start: 2 3 4 5\n# Default-Stop: 0 1 6\n### END INIT INFO\n`;

function insserv(conf: string, start = '$a') {
  return runInsserv(
    memoryRoot({
      '/etc/insserv.conf': conf,
      '/etc/init.d/x': script('x', start),
      '/etc/rc2.d/S01x': { link: '../init.d/x' },
    }),
  );
}

describe('facilities that stand for themselves', () => {
  test.each([
    ['itself', '$a b $a\n'],
    ['each other', '$a $b\n$b $a\n'],
    ['in a ring with others before and behind', '$z a\n$a $b c\n$b $c\n$c $a\n$d $c\n'],
  ])('%s: insserv gives up, and so is it told', (_, conf) => {
    const { fatal, order } = insserv(conf);
    expect(fatal[0]).toMatch(/^Loop detected during expanding system facilities/);
    expect(order.map((one) => one.script)).toContain('x');
  });
  test('facilities of facilities, ten to each of eight: an end', () => {
    const conf = Array.from(
      { length: 8 },
      (_, k) => `$a${k} ${Array.from({ length: 10 }, () => `$a${k + 1}`).join(' ')}`,
    );
    const before = performance.now();
    insserv(`${conf.join('\n')}\n$a8 z\n`, '$a0');
    expect(performance.now() - before).toBeLessThan(30_000);
  });
});
