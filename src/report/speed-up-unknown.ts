/** What recorded times and files leave open about the length of a boot, in words. */
import type { BootTime } from '../answers/boot-time.ts';
import type { OpenedRoot } from '../open.ts';
import { spanWords } from './span.ts';
import { count, fewOf, listing } from './words.ts';
import { type Page, paragraph } from './wrap.ts';

const NAMED = 6;
/** Starts with a long lag that are named. */
const LATEST = 3;
/** A record that shows no more is worth a word. */
const COARSE = 100_000;
/** Of a start that began so much later than its orders say it is told. */
const LONG = 200_000;

export function unknownLines({ graph }: Pick<OpenedRoot, 'graph'>, time: BootTime, page: Page): readonly string[] {
  const { network, rests } = time;
  const starts = [...network.starts.values()];
  const without = starts.filter(({ unit, known }) => {
    const node = graph.nodes.get(unit);
    return known === 'none' && node?.checks?.outcome !== 'skipped' && node?.facts.activeAtBoot !== true;
  });
  const late = rests
    .map(({ start }) => start)
    .filter(({ lag }) => lag >= LONG)
    .sort((a, b) => b.lag - a.lag);
  const most = late
    .slice(0, LATEST)
    .map(({ unit, lag }) => `${unit} began ${spanWords(lag)} after all that it waited for`);
  const devices = rests.filter(({ start }) => start.unit.endsWith('.device')).map(({ start }) => start.unit);
  const sockets = starts.some(({ unit }) => unit.endsWith('.socket'));
  return [
    ...(network.tolerance < COARSE
      ? []
      : [
          `The record is as fine as ${spanWords(network.tolerance)} only: what takes less does not show, and gains are as rough. systemd-analyze plot, systemctl show and a journal are finer.`,
        ]),
    ...(without.length === 0
      ? []
      : [
          `${count(without.length, 'unit')} of this boot ${without.length === 1 ? 'has' : 'have'} no recorded time and ${without.length === 1 ? 'counts' : 'count'} as taking none: ${named(without.map(({ unit }) => unit))}.`,
        ]),
    ...(late.length === 0
      ? []
      : [
          `${listing(late.length > LATEST ? [...most, `${late.length - LATEST} more so`] : most)}: PID 1 or the processors were busy, or it waited for what no order says. That is taken to stay.`,
        ]),
    ...(devices.length === 0
      ? []
      : [
          `When ${named(devices)} ${devices.length === 1 ? 'appears' : 'appear'} is for the machine: it is taken to stay.`,
        ]),
    ...(network.unheeded.length === 0
      ? []
      : [
          `${count(network.unheeded.length, 'order')} ${network.unheeded.length === 1 ? 'was' : 'were'} not kept by the record (a job that ended early, or a time of a later start) and ${network.unheeded.length === 1 ? 'is' : 'are'} left out.`,
        ]),
    ...(sockets
      ? [
          'Who connects to a socket while its service is not up waits for it: such waits are in no file, and not in these numbers.',
        ]
      : []),
    'Each start is taken to last as long as it did. With fewer or more beside it, on the same processors and disks, it may be faster or slower.',
  ].flatMap((text) => paragraph(text, page, '  '));
}

function named(units: readonly string[]): string {
  return fewOf(units, NAMED);
}
