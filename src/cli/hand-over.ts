/** From a command's answer to who reads it: words or JSON, colour, links, the pager. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { OpenedRoot } from '../open.ts';
import { assumptionLines, assumptionsJson } from '../report/assumptions.ts';
import { isColored } from './color.ts';
import type { Answer } from './command.ts';
import type { GlobalOptions } from './global-options.ts';
import { canLink, type Locate, linked, locateIn } from './hyperlink.ts';
import { isFolder } from './is-folder.ts';
import { isLong, page, pagerCommand } from './pager.ts';
import { jsonText, printable } from './print.ts';
import { columns, isTerminal, rows, type writeOut } from './stdout.ts';

/**
 * Writes the answer as it was asked for, and sets the exit status.
 * @returns resolves when it has been handed over, or read in a pager
 */
export async function handOver(
  answer: Answer,
  rests: Rests,
  asked: GlobalOptions,
  write: typeof writeOut,
): Promise<void> {
  process.exitCode = answer.status ?? 0;
  if (asked.json) return write(jsonText(dataOf(answer, rests)));
  const words = wordsOf(answer, rests, asked);
  const pager = answer.data === true || asked.noPager || !isTerminal() ? undefined : pagerCommand(process.env);
  if (pager !== undefined && isLong(withoutEscapes(words), rows(), columns()) && page(words, pager, process.env))
    return;
  return write(words);
}

/** Without what takes no place on a terminal. */
function withoutEscapes(text: string): string {
  return text.replace(/\u001b(?:\[[0-9;]*m|\]8;;[^\u001b]*\u001b\\)/g, '');
}

/** What an answer rests on beside files, and which question it answers. */
export interface Rests {
  readonly question: string;
  readonly on: readonly OpenedRoot[];
}

function dataOf(answer: Answer, { on }: Rests): unknown {
  const json = answer.json();
  return on.length === 0 ? json : { ...(json as object), ...assumptionsJson(on) };
}

function wordsOf(answer: Answer, { question, on }: Rests, asked: GlobalOptions): string {
  const page = { width: columns() };
  const open = answer.data !== true && answer.closed !== true;
  const beneath = open ? assumptionLines(assumptionsJson(on, 'all'), question, page) : [];
  const text = [answer.text(page), ...beneath].join('\n');
  if (answer.data === true) return text;
  const show = (marked: string): string => printable(marked, isColored(asked.color, process.env, isTerminal()));
  const locate = isTerminal() && canLink(process.env) ? locating(on, asked.root ?? '/') : undefined;
  return locate === undefined ? show(text) : linked(text, locate, show);
}

/** Where one root alone was opened, and it is a folder of this machine: its files; generated ones are nowhere. */
function locating(on: readonly OpenedRoot[], root: string): Locate | undefined {
  const [opened] = new Set(on.map(({ snapshot }) => snapshot));
  if (opened === undefined || on.some(({ snapshot }) => snapshot !== opened)) return undefined;
  if (!isFolder(root)) return undefined;
  const folder = resolve(root);
  return locateIn(folder, (path) => {
    const real = opened.realpath(path);
    return real !== undefined && existsSync(join(folder, real)) ? real : undefined;
  });
}
