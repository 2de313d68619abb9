/** What may be asked of the chosen unit: the answer in words, and how the picture shows it. */
import { FAILURES, type FailureMode, impact } from '../../src/answers/impact.ts';
import { later } from '../../src/answers/later.ts';
import { QuestionError } from '../../src/answers/question-error.ts';
import { why } from '../../src/answers/why.ts';
import { impactText } from '../../src/report/impact.ts';
import { laterLines, wayWords } from '../../src/report/later.ts';
import { stepLines } from '../../src/report/steps.ts';
import { em } from '../../src/report/style.ts';
import { count } from '../../src/report/words.ts';
import { WIDE } from '../../src/view/wide.ts';
import type { Light } from './light.ts';
import { longestTo } from './longest.ts';
import { bootEdge, type Model, numbersOf, unit } from './model.ts';
import { inTime } from './order.ts';
import type { State } from './state.ts';

/** Each with the words of its switch, and what it means where no unit is chosen yet. */
export const ASKS = [
  { ask: '', words: 'Order', hint: 'What must be up before a unit, and what waits for it' },
  { ask: 'failed', words: 'If it fails', hint: 'What is lost with a unit, what only starts later, what is untouched' },
  {
    ask: 'longest',
    words: 'Longest chain',
    hint: 'The longest chain of waits that ends at a unit: what makes it late',
  },
  {
    ask: 'later',
    words: 'Later starts',
    hint: 'What starts a unit after the boot: timers, sockets, devices, messages',
  },
] as const;

export interface Asked {
  /** The terminal's words; empty where nothing but the order is asked. */
  readonly text: string;
  readonly lit: ReadonlyMap<number, Light>;
  /** Edges of the way. */
  readonly path: readonly number[];
  /** The way is the one of a failure: from the unit that is asked for to the one that asks. */
  readonly flow: boolean;
}

const NOTHING: Asked = { text: '', lit: new Map(), path: [], flow: false };

/** The kind of question: every way to fail is one. */
export function kindOfAsk(ask: string): string {
  return isFailure(ask) ? 'failed' : ask;
}

export function isFailure(ask: string): ask is FailureMode {
  return FAILURES.some((mode) => mode === ask);
}

/** @param n the chosen unit; -1: none */
export function askedOf(model: Model, state: State, n: number): Asked {
  if (state.ask === '') return NOTHING;
  const { story } = model.data;
  if (n < 0) {
    if (!isFailure(state.ask)) return NOTHING;
    const perils = (story?.perils ?? []).flatMap(({ unit: id }) => model.byId.get(id) ?? []);
    return { text: '', lit: new Map(perils.map((peril) => [peril, 'peril'])), path: [], flow: false };
  }
  try {
    if (isFailure(state.ask)) return failureOf(model, state.ask, n);
    return state.ask === 'longest' ? longestOf(model, n) : state.ask === 'later' ? laterOf(model, n) : NOTHING;
  } catch (error) {
    if (!(error instanceof QuestionError)) throw error;
    return { ...NOTHING, text: `This machine boots with ${model.data.init.system}, for which that is not worked out.` };
  }
}

function failureOf(model: Model, mode: FailureMode, n: number): Asked {
  const facts = model.facts();
  const answer = impact(facts, unit(model, n).id, mode);
  const lit = new Map<number, Light>();
  const mark = (ids: readonly string[], light: Light): void => {
    for (const id of ids) {
      const found = model.byId.get(id);
      if (found !== undefined && !lit.has(found)) lit.set(found, light);
    }
  };
  lit.set(n, 'centre');
  mark(
    answer.losses.lost.map((one) => one.unit),
    'lost',
  );
  mark(
    answer.losses.started.map((one) => one.unit),
    'new',
  );
  if (mode === 'failed' || mode === 'timeout') mark(answer.delayed, 'late');
  const path = new Set(answer.losses.lost.flatMap(({ because }) => numbersOf(model, because)));
  return { text: impactText(facts, answer, WIDE), lit, path: [...path], flow: true };
}

function longestOf(model: Model, n: number): Asked {
  const u = unit(model, n);
  if (u.wave < 0) {
    const text =
      why(model.facts(), u.id).notAtEveryBoot !== null
        ? `${em('warn', 'Not at every boot')} is ${u.id} started: it has no wave, and no chain to it can be told.`
        : `${em('warn', 'Not started:')} ${u.id}, so nothing makes it late.`;
    return { ...NOTHING, text };
  }
  const path = longestTo(model, n);
  const lit = new Map<number, Light>(path.flatMap((e) => inTime(model, e).map((one) => [one, 'path'] as const)));
  lit.set(n, 'centre');
  const first = path.length === 0 ? n : inTime(model, path.at(-1) as number)[0];
  const head =
    path.length === 0
      ? `${em('strong', u.id)} waits for nothing that this boot starts.`
      : `${em('strong', u.id)} stands in wave ${u.wave}: the longest chain to it begins at ${em('strong', unit(model, first).id)} and has ${count(path.length, 'wait')}. It says what must come one after the other, not how long it takes.`;
  const steps = stepLines(
    model.facts().graph,
    path.map((e) => bootEdge(model, e)),
    WIDE,
  );
  return { text: [head, '', ...steps].join('\n'), lit, path, flow: false };
}

function laterOf(model: Model, n: number): Asked {
  const { id } = unit(model, n);
  const facts = model.facts();
  const { startedAtBoot, ways } = later(facts, id);
  const lit = new Map<number, Light>([[n, 'centre']]);
  const path = new Set<number>();
  for (const { start, path: on } of ways) {
    for (const e of numbersOf(model, start.edge === undefined ? on : [start.edge, ...on])) {
      path.add(e);
      for (const one of inTime(model, e)) if (one !== n) lit.set(one, 'path');
    }
  }
  const head =
    ways.length === 0
      ? `${em('strong', id)}: nothing in these files starts it later${startedAtBoot ? '; it is started at boot' : ''}.`
      : `${em('strong', id)} is ${startedAtBoot ? 'started at boot, and may later be' : 'not started at once; it is'}:`;
  const lines = ways.flatMap((way) => [wayWords(way), ...laterLines(facts.graph, way, WIDE)]);
  return { text: [head, ...lines].join('\n'), lit, path: [...path], flow: false };
}
