/** A boot with times made by hand: units in a small root, each with when its start began and ended, in milliseconds. */
import type { ExampleFiles } from '../../../src/audit/rule.ts';
import type { OpenedRoot } from '../../../src/open.ts';
import type { Timing, Timings } from '../../../src/recorded/timing.ts';
import { exampleRoot } from '../../audit/example-root.ts';

/** Units that multi-user.target wants: lines below [Unit]; the rest of a file where there is more. */
export function rootOf(units: Readonly<Record<string, string>>, ...more: readonly ExampleFiles[]): OpenedRoot {
  const files = Object.entries(units).flatMap(([name, lines]): [string, ExampleFiles[string]][] => {
    const service = name.endsWith('.service')
      ? '[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/bin/true\n'
      : '';
    return [
      [`/etc/systemd/system/${name}`, lines.includes('[') ? lines : `[Unit]\n${lines}\n${service}`],
      [`/etc/systemd/system/multi-user.target.wants/${name}`, { link: `../${name}` }],
    ];
  });
  return exampleRoot({}, Object.fromEntries(files), ...more);
}

/** @param spans unit to [began, ended] in ms, or the moment of both */
export function timesOf(spans: Readonly<Record<string, number | readonly [number, number]>>, finish?: number): Timings {
  const units = Object.entries(spans).map(([unit, span]): [string, Timing] => {
    const [began, ended] = typeof span === 'number' ? [span, span] : span;
    return [unit, { unit, activating: began * 1000, activated: ended * 1000 }];
  });
  return {
    source: 'a test',
    resolution: 1,
    zero: 'systemd',
    ...(finish === undefined ? {} : { finish: finish * 1000 }),
    units: new Map(units),
  };
}
