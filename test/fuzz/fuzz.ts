/** Runs inputs drawn by a seed, and makes what is found small. */
import { dice } from '../conformance/random/dice.ts';
import { type Input, KINDS, type Kind } from './kinds.ts';

export interface Finding {
  readonly kind: string;
  readonly seed: number;
  readonly problem: string;
  readonly input: Input;
}

export interface Report {
  readonly inputs: number;
  readonly byKind: ReadonlyMap<string, { inputs: number; seconds: number; slowest: number }>;
  readonly findings: readonly Finding[];
}

/** Seconds of this process's own time: more for one input, twice, is a finding. Ten times what the slowest takes on a free machine. */
const MAX_SECONDS = 30;

/** Each input has a seed of its own, so that one can be drawn again by itself. */
export async function fuzz(
  first: number,
  count: number,
  until: (soFar: Report) => boolean = () => false,
  limit: number = MAX_SECONDS,
): Promise<Report> {
  const byKind = new Map(KINDS.map(({ name }) => [name, { inputs: 0, seconds: 0, slowest: 0 }]));
  const total = KINDS.reduce((sum, { share }) => sum + share, 0);
  const findings: Finding[] = [];
  let inputs = 0;
  for (; inputs < count && !until({ inputs, byKind, findings }); inputs++) {
    const seed = first + inputs;
    const chance = dice(seed);
    const kind = kindAt(chance.below(total));
    const input = kind.make(chance);
    const { problem, seconds } = await problemOf(kind, input, limit);
    const counts = byKind.get(kind.name);
    if (counts !== undefined) {
      counts.inputs++;
      counts.seconds += seconds;
      counts.slowest = Math.max(counts.slowest, seconds);
    }
    if (problem !== undefined && findings.length < 50)
      findings.push({ kind: kind.name, seed, problem, input: await smallest(kind, input, limit) });
  }
  return { inputs, byKind, findings };
}

function kindAt(drawn: number): Kind {
  let left = drawn;
  for (const kind of KINDS) {
    left -= kind.share;
    if (left < 0) return kind;
  }
  throw new Error('shares do not add up');
}

async function problemOf(
  kind: Kind,
  input: Input,
  limit: number,
): Promise<{ readonly problem: string | undefined; readonly seconds: number }> {
  const first = await timed(kind, input);
  if (first.problem !== undefined || first.seconds <= limit) return first;
  // Other work on the machine makes one run slow, seldom two.
  const again = await timed(kind, input);
  const seconds = Math.min(first.seconds, again.seconds);
  return { problem: again.problem ?? (seconds > limit ? `${seconds.toFixed(1)} s` : undefined), seconds };
}

async function timed(
  kind: Kind,
  input: Input,
): Promise<{ readonly problem: string | undefined; readonly seconds: number }> {
  const before = process.cpuUsage();
  let problem: string | undefined;
  try {
    problem = await kind.run(input);
  } catch (error) {
    problem =
      error instanceof Error ? (error.stack ?? error.message).split('\n').slice(0, 4).join('\n') : String(error);
  }
  return { problem, seconds: process.cpuUsage(before).user / 1e6 };
}

/** Fewer texts, fewer lines, fewer characters, as long as something is wrong. */
async function smallest(kind: Kind, input: Input, limit: number): Promise<Input> {
  let best = input;
  let tries = 0;
  const fails = async (smaller: Input): Promise<boolean> => {
    if (++tries > 400 || (await problemOf(kind, smaller, limit)).problem === undefined) return false;
    best = smaller;
    return true;
  };
  for (const name of Object.keys(input))
    if (name.startsWith('/')) await fails(Object.fromEntries(Object.entries(best).filter(([other]) => other !== name)));
  for (const name of Object.keys(best))
    for (const separator of ['\n', '']) {
      let size = Math.ceil((best[name] ?? '').split(separator).length / 2);
      for (; size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
        for (let at = 0; at < (best[name] ?? '').split(separator).length; ) {
          const parts = (best[name] ?? '').split(separator);
          if (!(await fails({ ...best, [name]: parts.toSpliced(at, size).join(separator) }))) at += size;
        }
    }
  return best;
}
