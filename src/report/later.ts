/** What starts a unit later than the boot's own jobs, in words. */
import type { LaterStart, LaterWay } from '../engine/later/later-start.ts';
import type { BootGraph, Setting } from '../graph/model.ts';
import { parseBoolean } from '../words/boolean.ts';
import { stepLines } from './steps.ts';
import { em } from './style.ts';
import { place } from './words.ts';
import type { Page } from './wrap.ts';

/** `started by backup.timer when its time comes (OnCalendar=daily)`. */
export function laterWords({ kind, by, when, certain }: LaterStart): string {
  const lines = (pattern: RegExp): string =>
    when
      .filter(({ key }) => pattern.test(key))
      .map(({ key, value }) => `${key}=${value}`)
      .join(' ');
  switch (kind) {
    case 'timer':
      return `started by ${by} when its time comes (${lines(/^On/)})${isPersistent(when) ? ', or at once, if that was missed while the machine was off (Persistent=yes)' : ''}`;
    case 'socket':
      return `started by ${by} when somebody connects (${lines(/^Listen/)})`;
    case 'path':
      return `started by ${by} when what it watches is so (${lines(/./)})`;
    case 'automount':
      return `started by ${by} when something looks into ${when.find(({ key }) => key === 'Where')?.value ?? 'it'}`;
    case 'device':
      return `started when the device appears: ${by} asks for it`;
    case 'udev-rule':
      return `started by udev when a device appears that a rule matches (${by})`;
    case 'bus':
      return `started when a message comes for ${by} on the bus`;
    case 'on-failure':
      return certain === true
        ? `started because ${by} fails in this boot (OnFailure=)`
        : `started if ${by} fails (OnFailure=)`;
    case 'on-success':
      return `started when ${by} has ended well (OnSuccess=)`;
    case 'command':
      return `started by a command that ${by} runs`;
  }
}

/** The same of a way: `started with web.service, which is started by web.socket when …`. */
export function wayWords({ start, path }: LaterWay): string {
  if (path.length === 0 && start.with !== undefined)
    return `started with ${start.with.from}, which is ${laterWords(start)}`;
  return path.length === 0 ? laterWords(start) : `started with ${start.unit}, which is ${laterWords(start)}`;
}

function isPersistent(when: readonly Setting[]): boolean {
  return parseBoolean(when.findLast(({ key }) => key === 'Persistent')?.value ?? '') === true;
}

/** Whether such a start may fall into the boot itself. */
export function mayComeAtBoot({ kind }: LaterStart): boolean {
  return kind !== 'automount';
}

/** The lines that say so: who starts it, by which line, when; and the way to the unit that was asked about. */
export function laterLines(graph: BootGraph, { start, path }: LaterWay, page: Page): readonly string[] {
  return [
    ...(start.edge === undefined ? [] : stepLines(graph, [start.edge], page)),
    ...(start.at === undefined ? [] : [`  ${em('name', place(start.at))}  ${start.at.text}`]),
    ...start.when.map((setting) => `      ${em('name', place(setting))}  ${setting.key}=${setting.value}`),
    ...stepLines(graph, start.with === undefined ? path : [start.with, ...path], page),
  ];
}
