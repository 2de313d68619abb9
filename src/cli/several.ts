/** A pattern that fits several units: the same question of each. */
import { QuestionError } from '../answers/question-error.ts';
import type { OpenedRoot } from '../open.ts';
import { type Answer, type Command, type Io, restsOn } from './command.ts';
import type { GlobalOptions } from './global-options.ts';
import { note } from './note.ts';

const io: Io = { note };

/** Runs the command; a pattern that fits several units is asked about each of them, as systemctl does. */
export async function answerOf(
  command: Command,
  asked: GlobalOptions,
): Promise<{ answer: Answer; on: readonly OpenedRoot[] }> {
  try {
    return { answer: await command.run(asked, io), on: restsOn(asked) };
  } catch (error) {
    const typed = (asked as GlobalOptions & { readonly unit?: string }).unit?.trim();
    if (!(error instanceof QuestionError) || error.fault.kind !== 'several' || error.fault.name !== typed) throw error;
    const each = error.fault.units.map((unit) => ({ ...asked, unit }));
    const answers: Answer[] = [];
    for (const one of each) answers.push(await command.run(one, io));
    return { answer: together(answers), on: [...new Set(each.flatMap(restsOn))] };
  }
}

/** Several answers to one question, one beneath the other. */
function together(answers: readonly Answer[]): Answer {
  return {
    text: (page) => answers.map((answer) => answer.text(page)).join('\n\n'),
    json: () => ({ format: 'bootscope/several@1', answers: answers.map((answer) => answer.json()) }),
    status: answers.some(({ status }) => status === 1) ? 1 : 0,
  };
}
