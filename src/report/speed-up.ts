/** What would make a boot shorter, in words: what its length rests on, each change with its gain, proof, risk and files, and what cannot be known. */
import type { Proposal, SpeedUp } from '../answers/speed-up.ts';
import type { ModelCheck } from '../engine/time/forecast.ts';
import type { BootEdge } from '../graph/model.ts';
import type { OpenedRoot } from '../open.ts';
import type { Timings } from '../recorded/timing.ts';
import { changeSentence } from './mending.ts';
import { proofLines } from './proof.ts';
import { spanWords } from './span.ts';
import { riskWords } from './speed-up-risk.ts';
import { unknownLines } from './speed-up-unknown.ts';
import { em } from './style.ts';
import { timesWords } from './timings.ts';
import { count, listing, relationOf } from './words.ts';
import { type Page, paragraph } from './wrap.ts';

export function speedUpText(opened: OpenedRoot, timings: Timings, answer: SpeedUp, page: Page): string {
  const { time, proposals, together } = answer;
  return [
    ...paragraph(em('strong', headline(answer)), page),
    ...(time.insteadOf === undefined
      ? []
      : paragraph(
          `${time.insteadOf} has no recorded time: ${time.target} was the target that was reached last.`,
          page,
        )),
    ...paragraph(em('faint', `${timesWords(timings)} ${checkWords(time.check)}`), page),
    '',
    em('strong', 'What the length rests on'),
    ...restsLines(answer, page),
    ...proposals.flatMap((proposal, at) => ['', ...proposalLines(opened, time.target, proposal, at + 1, page)]),
    ...togetherLines(together, page),
    '',
    em('strong', 'What cannot be known'),
    ...unknownLines(opened, time, page),
  ].join('\n');
}

function headline({ time, proposals, together }: SpeedUp): string {
  const reached = `${time.target} was ${reachedWord(time.target)} at ${spanWords(time.reached)}`;
  const [best] = proposals;
  if (best === undefined) return `${reached}; nothing was found that would make it sooner.`;
  const all = together.at(-1);
  const last =
    all === undefined ? '' : `, ${together.length} of them together ${spanWords(time.reached - all.reached)}`;
  return `${reached}; ${count(proposals.length, 'change')} would make it sooner, the best by ${spanWords(best.gain)}${last}.`;
}

/** A target is reached, any other unit up. */
function reachedWord(unit: string): string {
  return unit.endsWith('.target') ? 'reached' : 'up';
}

/** How well the network tells this boot: a tenth of the length, or 0.2 s, is what it may be off. */
export function checkWords({ recorded, replayed, median, compared }: ModelCheck): string {
  const off = Math.abs(recorded - replayed);
  const said = `The lengths of ${compared} starts, played through their orders, come to ${spanWords(replayed)}`;
  const usual = `half of all starts end within ${spanWords(median)} of what was recorded`;
  if (off <= Math.max(0.1 * recorded, 200_000))
    return `${said}: ${spanWords(off)} less than was recorded, which is within a tenth or 0.2 s of it; ${usual}.`;
  return `${said}: ${spanWords(off)} less than was recorded, more than a tenth of it; ${usual}. The rest no order explains: PID 1 or the processors were busy, or something came from outside. It is taken to stay as it was, so that gains of less than that are unsure.`;
}

/** Began, took, and what the boot would come to without the wait: a line each, from the target back. */
function restsLines({ time, without }: SpeedUp, page: Page): readonly string[] {
  const shown = page.all === true ? time.rests.length : SHOWN;
  const more = time.rests.length - shown;
  const rows = time.rests.slice(0, shown).map(({ start, wait }, at) => {
    const took = start.ended - start.began;
    const sooner =
      wait === undefined || wait.edge.from.endsWith('.target')
        ? undefined
        : time.reached - (without[at] ?? time.reached);
    return {
      began: `@${spanWords(start.began)}`,
      took: took > 0 ? `+${spanWords(took)}` : '',
      text: [
        em('name', start.unit),
        start.lag >= LAG ? em('faint', ` (${spanWords(start.lag)} after all that it waited for)`) : '',
        sooner !== undefined && sooner >= LAG
          ? em('faint', `; ${spanWords(sooner)} sooner if ${wait?.edge.from} did not wait for it`)
          : '',
      ].join(''),
    };
  });
  const widest = (of: 'began' | 'took'): number => rows.reduce((width, row) => Math.max(width, row[of].length), 0);
  const [began, took] = [widest('began'), widest('took')];
  return [
    ...rows.map((row) => `  ${row.began.padStart(began)} ${row.took.padStart(took)}  ${row.text}`),
    ...(more > 0 ? [`  … ${more} more before; --json has them all`] : []),
  ];
}

/** Links of the chain that are shown. */
const SHOWN = 40;
/** What is less is not told of a wait. */
const LAG = 50_000;
/** Orders of one change that are proven in the text. */
const PROVEN = 6;

function proposalLines(
  opened: OpenedRoot,
  target: string,
  proposal: Proposal,
  number: number,
  page: Page,
): readonly string[] {
  const { goes, asks, gain, reached, restsMostOn } = proposal;
  return [
    ...paragraph(
      `${em('strong', `${number}. Saves ${spanWords(gain)}:`)} ${whatWords(proposal)}. ${target} is then ${reachedWord(target)} at ${spanWords(reached)}${restsMostOn === null ? '' : `, and rests most on ${restsMostOn}`}.`,
      page,
    ),
    ...goes
      .slice(0, PROVEN)
      .flatMap((edge) => [
        ...edgeLines(opened, edge),
        ...asks.filter(({ from, to }) => from === edge.from && to === edge.to).flatMap((one) => edgeLines(opened, one)),
      ]),
    ...(goes.length > PROVEN ? [`     … and ${goes.length - PROVEN} more; --json has them all`] : []),
    ...paragraph(`${em('strong', 'Risk:')} ${riskWords(opened, proposal)}`, page, '   '),
    ...doLines(proposal, page),
    ...paragraph(triedWords(proposal), page, '   '),
  ];
}

function edgeLines({ graph }: OpenedRoot, edge: BootEdge): readonly string[] {
  return [
    `     ${edge.from} ${relationOf(edge)} ${edge.to}`,
    ...proofLines(graph, edge).map((line) => `         ${line}`),
  ];
}

/** The change in half a sentence. */
function whatWords({ kind, slow, units, goes, after }: Proposal): string {
  switch (kind) {
    case 'later': {
      const names = listing(after.map(({ unit }) => em('name', unit)));
      const targets = [...new Set(after.flatMap((one) => one.targets))];
      return `let ${names} start after ${listing(targets)}, so that the boot does not wait for ${after.length === 1 && units.includes(slow) ? 'it' : em('name', slow)}`;
    }
    case 'order':
      return `let ${em('name', units[0] ?? '')} not wait for ${listing([...new Set(goes.map(({ to }) => em('name', to)))])}, which it does not ask for`;
    case 'online':
      return `let ${listing(units.map((unit) => em('name', unit)))} not wait for ${em('name', goes[0]?.to ?? '')}`;
    case 'waiter':
      return `leave out ${em('name', slow)}, which by its place in the boot does nothing but wait`;
    case 'on-demand':
      return `leave ${em('name', slow)} to ${listing(units.filter((unit) => unit !== slow).map((unit) => em('name', unit)))}: who connects starts it`;
  }
}

/** The drop-in, the file, or what systemctl is to do. */
function doLines({ files, changes, operation }: Proposal, page: Page): readonly string[] {
  const lines: string[] = [];
  if (operation !== undefined) lines.push(`   To do it: systemctl ${operation.verb} ${operation.names.join(' ')}`);
  for (const { path, content } of files) {
    const words = changes.filter((change) => 'file' in change && path.endsWith(`/${change.file.split('/').at(-1)}`));
    if (words.length === 0)
      lines.push(
        `   To do it, put this into ${em('name', path)}:`,
        '',
        ...content
          .trimEnd()
          .split('\n')
          .map((line) => `       ${line}`),
        '',
      );
    else
      lines.push(
        ...paragraph(
          `To do it, ${listing(words.map((change) => changeSentence(change, path)))} (After= and Before= know no empty assignment: a drop-in cannot take them back).`,
          page,
          '   ',
        ),
      );
  }
  return lines;
}

function triedWords({ tried, moved, gone, kind }: Proposal): string {
  if (!tried)
    return 'Not tried: the record has no unit files. Try it with what-if on the machine, or on a copy of its files.';
  const lost =
    gone.length === 0
      ? 'the same units start'
      : `${listing(gone)} no longer ${gone.length === 1 ? 'starts' : 'start'} with the boot`;
  const places = moved
    .filter(({ before, after }) => Math.abs(after.ended - before.ended) >= LAG)
    .slice(0, PROVEN)
    .map(
      ({ unit, before, after }) =>
        `${unit} is then done at ${spanWords(after.ended)} instead of ${spanWords(before.ended)}`,
    );
  const then = kind === 'later' || kind === 'order' || kind === 'online' ? places : [];
  return `Tried on these files: ${listing(['the order is gone, no cycle has come up', lost])}${then.length === 0 ? '' : `; ${listing(then)}`}.`;
}

function togetherLines(steps: readonly Proposal[], page: Page): readonly string[] {
  if (steps.length === 0) return [];
  return [
    '',
    em('strong', 'One on top of the other'),
    ...steps.flatMap((step, at) =>
      paragraph(
        `${at + 1}. ${whatWords(step)}: ${spanWords(step.gain)} ${at === 0 ? 'sooner' : 'more'}, at ${spanWords(step.reached)}`,
        page,
        '  ',
      ),
    ),
  ];
}

/** `bootscope/speed-up@1`. */
export function speedUpJson({ source, resolution, zero }: Timings, answer: SpeedUp): unknown {
  const { time, without, proposals, together } = answer;
  const { network, target, insteadOf, reached, rests, slack, check } = time;
  return {
    format: 'bootscope/speed-up@1',
    source,
    resolution,
    zero,
    target,
    ...(insteadOf === undefined ? {} : { insteadOf }),
    reached,
    check,
    rests: rests.map(({ start, wait }, at) => ({
      unit: start.unit,
      began: start.began,
      ended: start.ended,
      lag: start.lag,
      ...(wait === undefined ? {} : { edge: wait.edge, without: without[at] ?? null }),
    })),
    units: [...network.starts.values()].map(({ unit, began, ended, lag, known, outside }) => ({
      unit,
      began,
      ended,
      lag,
      known,
      outside,
      slack: slack.get(unit) ?? null,
    })),
    unheeded: network.unheeded.map(({ edge }) => edge),
    proposals,
    together,
  };
}
