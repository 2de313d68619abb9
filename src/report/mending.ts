/** What is at fault for an ordering cycle and what mends it, in words: the same for the terminal, the audit and the viewer. */

import type { CheckedMending, Mended, MendedKnot, Way } from '../boot/mend.ts';
import type { Caution, Fault } from '../engine/cycles/blame.ts';
import type { Change } from '../engine/cycles/change.ts';
import type { Declaration } from '../graph/model.ts';
import { em } from './style.ts';
import { count, fewOf, listing, place } from './words.ts';
import { type Page, paragraph } from './wrap.ts';

/** Where the line at fault stands; for default dependencies, the line that contradicts them. */
export function faultPlace(part: CheckedMending): Declaration | undefined {
  const change = part.changes[0];
  const { declared } = part.culprit.edge;
  if (change === undefined) return declared[0];
  if (change.kind === 'no-default-dependencies') return part.early ?? declared.find(({ how }) => how !== 'rule');
  const { file, line } = change;
  return (
    declared.find((d) => (d.file === file && d.line === line) || (d.source?.file === file && d.source.line === line)) ??
    declared.find(({ how }) => how !== 'rule')
  );
}

/** `/usr/lib/…/a.service:4 After=b.target is in all 3 cycles: …`, in one paragraph. */
export function faultSentence(part: CheckedMending, cycles: number): string {
  const change = part.changes[0];
  const unit = change?.unit ?? part.culprit.edge.from;
  const ended = part.ends.length;
  const share = cycles < 2 ? '' : ` It is in ${ended === cycles ? allOf(cycles) : `${ended} of ${cycles}`} cycles.`;
  return `${lineOf(part, unit)}${share} ${FAULTS[part.fault](unit, part)}`;
}

/** `both`, `all 3`. */
function allOf(n: number): string {
  return n === 2 ? 'both' : `all ${n}`;
}

/** `the cycle is gone`, `both cycles are gone`. */
export function goneWords(cycles: number): string {
  return cycles < 2 ? 'the cycle is gone' : `${allOf(cycles)} cycles are gone`;
}

/** The line itself, or whose default dependencies. */
function lineOf(part: CheckedMending, unit: string): string {
  const change = part.changes[0];
  if (change === undefined || change.kind === 'no-default-dependencies') {
    const early = part.early;
    const line = early === undefined ? '' : `, against ${em('name', place(early))} ${writtenOf(early)}`;
    return `the default dependencies of ${em('strong', unit)}${line}.`;
  }
  if (change.kind === 'add-option') return `${em('name', place(change))}, without ${change.option}.`;
  if (change.kind === 'edit-source')
    return `${em('name', place(change))} ${change.word}, of which ${change.generator} makes ${change.makes} of ${em('strong', unit)}.`;
  return `${em('name', place(change))} ${change.key}=${change.word}.`;
}

function writtenOf({ key, as }: Declaration): string {
  return key === undefined ? '' : `${key}=${as ?? ''}`;
}

/** What the unit activates is the one that needs the order. */
const BETTER: Readonly<Record<string, string>> = {
  socket: ' A socket is to wait for no ordinary unit: the order belongs into the service that it activates.',
  timer: ' A timer need not wait: the order belongs into the unit that it activates.',
  path: ' A path unit need not wait: the order belongs into the unit that it activates.',
};

type Words = (unit: string, part: CheckedMending) => string;

const FAULTS: Readonly<Record<Fault, Words>> = {
  'default-against-early-order': (unit) =>
    `${unit} is ordered early by its own files, but still has the default dependencies of an ordinary unit, which order it late.`,
  'early-order-against-default': (unit) =>
    `The line orders ${unit} early, but it has the default dependencies of an ordinary unit, which order it late.`,
  'late-order-of-early-unit': (unit, { culprit }) =>
    `${unit} belongs to early boot: it runs before what the ordinary start waits for. This line of its own makes it wait for ${culprit.edge.to}, which comes later.${BETTER[unit.slice(unit.lastIndexOf('.') + 1)] ?? ''}`,
  'waits-for-its-target': (unit, { culprit }) => `${unit} waits for ${culprit.edge.to}, which waits for ${unit}.`,
  'network-mount-as-local': (unit) =>
    `${unit} waits for the network, but without _netdev it counts as a local file system, which the network waits for.`,
  'void-reset': (_, { reset }) =>
    `${reset === undefined ? 'A drop-in' : place(reset)} was to reset it, but After= and Before= know no empty assignment: the line stands.`,
  'default-dependency': () => 'Its default dependencies order it late.',
  'default-of-target': () => 'Its default dependencies order it.',
  'local-drop-in': (unit) => `A drop-in of this machine orders ${unit}.`,
  'local-unit': (unit) => `A unit file of this machine orders ${unit}.`,
  'vendor-drop-in': (unit) => `A packaged drop-in orders ${unit}.`,
  'vendor-unit': (unit) => `A packaged unit file orders ${unit}.`,
  generated: (unit) => `A generated unit orders ${unit}.`,
};

const CAUTIONS: Readonly<Record<Caution, string>> = {
  'socket-leaves-order':
    'Mind: a socket without default dependencies is no longer sure to listen before sockets.target, so what needs it may come before it.',
  'bus-leaves-order':
    'Mind: D-Bus then starts before sysinit.target is reached, when users, /var and the journal may not be there, and what talks over it comes to depend on that.',
};

/** One change as an imperative: `take After=x out of /etc/…:3`. */
export function changeSentence(change: Change, path: string): string {
  switch (change.kind) {
    case 'no-default-dependencies':
      return `put ${change.lines.slice(1).join(', ')} into ${em('name', path)}, below ${change.lines[0]}`;
    case 'add-option':
      return `add the option ${change.option} to ${em('name', place(change))}`;
    case 'edit-source':
      return `take ${change.word} out of ${em('name', place(change))}${change.key === 'options' ? '' : ` (${change.key})`}`;
    case 'remove-word':
      return path === change.file
        ? `take ${change.key}=${change.word} out of ${em('name', place(change))}`
        : `copy ${em('name', change.file)} to ${em('name', path)} and take ${change.key}=${change.word} out of line ${change.line} there`;
  }
}

/** All changes of a way in one sentence, for a finding. */
export function waySentence({ parts }: Way): string {
  return listing(
    parts.flatMap(({ changes, files }) => changes.map((c, at) => changeSentence(c, files[at]?.path ?? ''))),
  );
}

/** What the change brings beside the end of the cycle: a sentence for each unit. */
export function effectSentences({ effects, gone }: Way): readonly string[] {
  const lost =
    gone.length === 0
      ? []
      : [`Nothing asks for ${listing(gone)} any more, so ${gone.length === 1 ? 'it is' : 'they are'} not started.`];
  const sentences = effects.map(({ unit, kind, others }) => {
    const few = fewOf(others, MOST);
    return kind === 'unneeded'
      ? `${unit} no longer requires ${few}.`
      : kind === 'waits'
        ? `${unit} now waits for ${few}.`
        : `${unit} no longer waits for ${few}, and may start earlier.`;
  });
  return [...sentences, ...lost];
}

const MOST = 6;

/** At fault, the least mend written out with what it changes besides, and other ways in short. */
export function knotLines({ cycles, ways, exact, members }: MendedKnot, page: Page, indent = '   '): readonly string[] {
  const [first, ...others] = ways;
  if (first === undefined) return noMending(members.length, exact, page, indent);
  const lines: string[] = [];
  const sameCost = others.filter(({ cost }) => cost === first.cost);
  if (sameCost.length > 0)
    lines.push(
      ...paragraph(
        'Nothing tells which line is at fault: each of these says the reverse of the others. One has to go.',
        page,
        indent,
      ),
    );
  for (const one of first.parts)
    lines.push(...paragraph(`${em('name', 'At fault:')} ${faultSentence(one, cycles.length)}`, page, indent));
  const changes = first.parts.length;
  lines.push(
    ...paragraph(
      `${em('good', 'To mend it')} (checked: ${goneWords(cycles.length)}${changes > 1 ? `, and it takes ${exact ? '' : 'at most '}${count(changes, 'change')}` : ''}):`,
      page,
      indent,
    ),
  );
  for (const { changes: made, files } of first.parts)
    for (const [at, change] of made.entries())
      lines.push(...changeLines(change, files[at]?.path ?? '', files[at]?.content ?? '', page, `${indent}  `));
  lines.push(...besides(first, page, `${indent}  `));
  for (const way of others) {
    lines.push(...paragraph(`${em('good', 'Or')} (checked): ${waySentence(way)}.`, page, indent));
    lines.push(...besides(way, page, `${indent}  `));
  }
  return lines;
}

function besides(way: Way, page: Page, indent: string): readonly string[] {
  const cautions = [...new Set(way.parts.flatMap(({ caution }) => (caution === undefined ? [] : [CAUTIONS[caution]])))];
  return [
    ...effectSentences(way).flatMap((line) => paragraph(line, page, indent)),
    ...cautions.flatMap((line) => paragraph(`${em('warn', line)}`, page, indent)),
  ];
}

function noMending(members: number, exact: boolean, page: Page, indent: string): readonly string[] {
  return paragraph(
    exact
      ? 'No change was found that ends it: every order in it is built in, or holds for another reason too.'
      : `These ${members} units order each other in so many ways that what mends them was not worked out to the end: no few changes do.`,
    page,
    indent,
  );
}

function changeLines(change: Change, path: string, content: string, page: Page, indent: string): readonly string[] {
  if (change.kind === 'no-default-dependencies')
    return [
      `${indent}write ${em('name', path)}`,
      ...content
        .trimEnd()
        .split('\n')
        .map((line) => `${indent}    ${line}`),
    ];
  const covered = change.kind === 'remove-word' && path !== change.file;
  const why = covered ? `: an order cannot be undone by a drop-in, since ${change.key}= has no empty assignment.` : '';
  const lines = [`${changeSentence(change, path)}${why}`];
  if (change.kind === 'remove-word' && change.source !== undefined)
    lines.push(`It is made by ${change.generator} from ${em('name', place(change.source))}; better change it there.`);
  return lines.flatMap((line) => paragraph(line, page, indent));
}

/** What is to be said of all of the files together. */
export function scopeLines({ scope, plan }: Mended, page: Page): readonly string[] {
  if (scope !== 'initrd' || plan.length === 0) return [];
  return paragraph(
    'These are files of the initrd: change what it is made from (dracut, mkinitcpio, initramfs-tools), and make it anew.',
    page,
  );
}
