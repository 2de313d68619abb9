import { QuestionError } from '../answers/question-error.ts';
import { questionFaultText } from '../report/question-error.ts';
import { RootUnreadable } from '../snapshot/source.ts';

/** The user asked for something that does not exist or makes no sense: exit status 2. */
export class UsageError extends Error {}

/** Exit status of a run that ended in an error: 2 wrong usage, 3 a root that cannot be read, 1 a bug of ours. */
export function statusOf(error: unknown): number {
  return error instanceof RootUnreadable ? 3 : error instanceof UsageError || error instanceof QuestionError ? 2 : 1;
}

/** One clear line for what the user can mend; the stack for what only we can. */
export function messageOf(error: unknown): string {
  if (error instanceof QuestionError) return questionFaultText(error.fault);
  if (error instanceof RootUnreadable || error instanceof UsageError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
