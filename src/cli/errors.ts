import { QuestionError } from '../answers/question-error.ts';
import { NoSuchPart, RootUnreadable } from '../open-options.ts';
import { questionFaultText } from '../report/question-error.ts';

/** The user asked for something that does not exist or makes no sense: exit status 2. */
export class UsageError extends Error {}

/** The answer is there and cannot be handed over: a full disk, a closed standard output. */
export class WriteError extends Error {}

/** Exit statuses that are no answer; 0 and 1 are answers (command.ts). */
export const STATUS = { usage: 2, root: 3, write: 4, bug: 70 } as const;

/** Exit status of a run that ended in an error. */
export function statusOf(error: unknown): number {
  if (error instanceof UsageError || error instanceof QuestionError || error instanceof NoSuchPart) return STATUS.usage;
  if (error instanceof RootUnreadable) return STATUS.root;
  return error instanceof WriteError ? STATUS.write : STATUS.bug;
}

/** One clear line for what the user can mend; how to report it for what only we can. */
export function messageOf(error: unknown, words: readonly string[] = []): string {
  if (error instanceof QuestionError) return questionFaultText(error.fault);
  const known = error instanceof RootUnreadable || error instanceof UsageError || error instanceof WriteError;
  return known ? error.message : bugMessage(error, words);
}

/**
 * What to say of a fault of our own.
 * @param words the command line: what a report must name
 */
export function bugMessage(error: unknown, words: readonly string[]): string {
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
  // The top of the stack tells the place; a thousand frames of a recursion tell no more.
  const [first = '', ...frames] = what.split('\n');
  return [
    `this is a bug in bootscope, and there is no answer: ${first.slice(0, 500)}`,
    ...frames.slice(0, 10),
    `Please report it with the lines above, the output of bootscope --version and node --version, and the command: bootscope ${words.join(' ').slice(0, 500)}`,
    'A tar of the root that it was asked about, or of its /etc and unit folders, lets it be mended.',
  ].join('\n');
}
