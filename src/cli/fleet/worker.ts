/** What a thread does: opens one root, makes its rows, and forgets it. */
import { type Facts, type FactsOptions, factsOf, type Known, type ListedRoot, noFacts } from '../../fleet/facts.ts';
import { openRoot } from '../../open.ts';
import { RootUnreadable } from '../../open-options.ts';

export interface FactsTask {
  readonly listed: ListedRoot;
  readonly options: FactsOptions;
}

/** What this thread has told already. The roots of a list come to it in their order. */
const known: Known = new Set();

/** Never throws for what a root holds: what cannot be read is a row that says so. */
export async function factsTask({ listed, options }: FactsTask): Promise<Facts> {
  try {
    if (listed.root === '-') throw new RootUnreadable('-: a list of roots names none on standard input');
    return factsOf(listed, await openRoot(listed.root), options, known);
  } catch (error) {
    if (error instanceof RootUnreadable) return noFacts(listed, options, 'unreadable', error.message);
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return noFacts(listed, options, 'bug', message.split('\n').slice(0, 3).join('\n').slice(0, 500));
  }
}
