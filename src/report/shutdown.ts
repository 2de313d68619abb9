/** How a machine goes down, in words. */
import type { ShutdownOrder, StopTimeout } from '../answers/shutdown.ts';
import { em } from './style.ts';
import { count, place } from './words.ts';
import { columns, type Page, paragraph } from './wrap.ts';

export function shutdownText(answer: ShutdownOrder, page: Page): string {
  const { waves, later, longest, timeouts, cycles } = answer;
  const units = waves.reduce((sum, wave) => sum + wave.length, 0);
  const late = new Set(later);
  const lines = [
    ...paragraph(
      `${count(units, 'unit')} are stopped in ${count(waves.length, 'wave')} at shutdown, in the reverse of the order of their start: a unit is stopped once all that started after it is down.`,
      page,
    ),
    ...longestLines(longest, timeouts, page),
  ];
  if (later.length > 0)
    lines.push(
      ...paragraph(
        `${count(later.length, 'unit')} of them, marked *, ${later.length === 1 ? 'runs' : 'run'} only if something started ${later.length === 1 ? 'it' : 'them'} after the boot: a socket, a timer, a bus name.`,
        page,
      ),
    );
  for (const { members } of cycles)
    lines.push(
      ...paragraph(`${em('bad', 'Cycle:')} ${members.join(' ')} wait for each other; see bootscope cycles.`, page),
    );
  waves.forEach((wave, number) => {
    lines.push(
      '',
      `${em('strong', `wave ${number}`)}  ${count(wave.length, 'unit')}`,
      ...columns(
        wave.map(
          (id) =>
            `${id}${late.has(id) ? ' *' : ''}${timeouts[id] === undefined ? '' : ` ≤${span(timeouts[id].seconds)}`}`,
        ),
        page,
        '  ',
      ),
    );
  });
  return lines.join('\n');
}

function longestLines({ units, seconds }: ShutdownOrder['longest'], timeouts: ShutdownOrder['timeouts'], page: Page) {
  if (units.length === 0) return [];
  const set = units.flatMap((id) => {
    const timeout: StopTimeout | undefined = timeouts[id];
    return timeout === undefined || timeout.file === null
      ? []
      : [
          `  ${id}: ${span(timeout.seconds)} by ${em('name', place({ file: timeout.file, ...(timeout.line === null ? {} : { line: timeout.line }) }))}`,
        ];
  });
  return [
    ...paragraph(
      seconds === null
        ? `${em('warn', 'It may wait for ever:')} ${units.join(' → ')}.`
        : `At most ${em('strong', span(seconds))} if each of these takes all of its timeout, and as long again for each that must be killed: ${units.join(' → ')}.`,
      page,
    ),
    ...set,
  ];
}

function span(seconds: number | null): string {
  if (seconds === null) return 'for ever';
  const minutes = Math.floor(seconds / 60);
  const rest = Math.round((seconds - 60 * minutes) * 1000) / 1000;
  return [...(minutes > 0 ? [`${minutes}min`] : []), ...(rest > 0 || minutes === 0 ? [`${rest}s`] : [])].join(' ');
}
