/** In what a unit differs from most of its group, or from what it was: in words. */
import type {
  EdgeDifference,
  LineDifference,
  StateDifference,
  UnitDifference,
} from '../../fleet/questions/differences.ts';
import type { EdgeType } from '../../graph/model.ts';
import { em } from '../style.ts';
import { place, RELATION } from '../words.ts';
import { cellPlace } from './cell-place.ts';

/** `usual`: held against most of its group; `before`: against an earlier snapshot. */
export type Against = 'usual' | 'before';

/** More of one kind than these are counted. */
const SHOWN = 8;

export function differenceLines(difference: UnitDifference, against: Against): readonly string[] {
  const { states, lines, edges } = difference;
  return [
    ...cut(lines.map(lineText)),
    ...cut(edges.map(edgeText)),
    ...states.flatMap((state) => stateText(state, against)),
  ];
}

function cut(lines: readonly string[]): readonly string[] {
  return lines.length <= SHOWN ? lines : [...lines.slice(0, SHOWN), `… and ${lines.length - SHOWN} more`];
}

function sign(kind: 'more' | 'less'): string {
  return kind === 'more' ? em('good', '+') : em('bad', '-');
}

/** Of a value only so much: some are whole scripts. */
const LONG = 120;

function lineText({ kind, section, key, value, file, line, source, source_line }: LineDifference): string {
  const said = value.length > LONG ? `${value.slice(0, LONG)}…` : value;
  return `${sign(kind)} ${section === '' ? '' : `[${section}] `}${key}=${said}  ${em('name', place({ file, line }))}${madeFrom(source, source_line)}`;
}

function edgeText({ kind, src, type, dst, file, line, source, source_line, how }: EdgeDifference): string {
  return `${sign(kind)} ${src} ${RELATION[type as EdgeType]} ${dst}  ${how === 'link' ? 'link ' : ''}${em('name', cellPlace(file, line))}${madeFrom(source, source_line)}`;
}

function madeFrom(file: string | null, line: number | null): string {
  return file === null ? '' : `, made from ${cellPlace(file, line)}`;
}

/** Of two lists what only one has. */
function listsText(state: 'dropins' | 'aliases', before: string | null, after: string | null): readonly string[] {
  const members = (names: string | null): readonly string[] => names?.split('\n') ?? [];
  const [was, is] = [members(before), members(after)];
  const word = state === 'dropins' ? 'drop-in' : 'other name';
  const more = is.filter((name) => !was.includes(name)).map((name) => `${sign('more')} ${word} ${name}`);
  const less = was.filter((name) => !is.includes(name)).map((name) => `${sign('less')} ${word} ${name}`);
  return more.length + less.length > 0 ? [...less, ...more] : [`${word}s in another order`];
}

const STATE_WORDS: Readonly<Record<StateDifference['state'], string>> = {
  there: 'the unit itself',
  text: 'the text of',
  load: 'loaded',
  enabled: 'enabled',
  fragment: 'its file',
  dropins: 'drop-ins',
  aliases: 'other names',
  effective: 'in effect',
  started: 'started',
  job: 'job',
  lost: 'its job is dropped',
  fate: 'at its turn',
  tangled: 'on an ordering cycle',
};

function stateText({ state, before, after }: StateDifference, against: Against): readonly string[] {
  const earlier = against === 'usual' ? 'elsewhere' : 'before';
  if (state === 'there')
    return [
      after === null || after === 'no'
        ? `it has no such unit; ${earlier} it has one`
        : `it has the unit; ${earlier} there is none`,
    ];
  if (state === 'text') return [`the text of ${em('name', after ?? before ?? '')} is another`];
  if (state === 'dropins' || state === 'aliases') return listsText(state, before, after);
  return [`${STATE_WORDS[state]}: ${after ?? 'none'}; ${earlier}: ${before ?? 'none'}`];
}
