/** What an answer rests on beside the files, in one line beneath it. */
import type { Assumption, Assumptions } from '../capture/assumptions.ts';
import { em } from './style.ts';
import { type Page, paragraph } from './wrap.ts';

/** Of each kind so many are shown; data has all. */
const SHOWN = 3;

/** Which questions do not rest on it. */
const UNAFFECTED: Readonly<Record<string, RegExp>> = {
  'programs-absent': /^(?!audit$|trace$|show$)/,
  'programs-partial': /^(?!audit$|trace$|show$)/,
  'version-assumed': /^(trace|explain)$/,
  'cmdline-not-applied': /^(trace|explain|compare)$/,
  'generators-assumed': /^(trace|explain)$/,
  'generator-not-modelled': /^(trace|explain)$/,
};

/** @param question the command: `why` @returns no line where nothing affects it */
export function assumptionLines(
  { assumptions, notComputed }: Assumptions,
  question: string,
  page: Page,
): readonly string[] {
  const affects = (one: Assumption): boolean => one.minor !== true && UNAFFECTED[one.code]?.test(question) !== true;
  const parts = [
    ['Assumed:', assumptions.filter(affects)] as const,
    ['Not computed:', notComputed.filter(affects)] as const,
  ]
    .filter(([, all]) => all.length > 0)
    .map(([head, all]) => `${em('warn', head)} ${listed(all)}`);
  return parts.length === 0 ? [] : ['', ...paragraph(parts.join(' '), page)];
}

function listed(all: readonly Assumption[]): string {
  const shown = all.slice(0, SHOWN).map(({ message }) => message.replace(/( (is|are) not computed)?\.$/, ''));
  const rest = all.length - shown.length;
  return `${shown.join('; ')}${rest > 0 ? `; and ${rest} more (--json)` : ''}.`;
}

/** The same for a document of its own form: a sentence each, without what is so of all such copies. */
export function basisSentences({ assumptions, notComputed }: Assumptions): readonly string[] {
  const sentence = (head: string, { message }: Assumption): string => `${head}: ${message.replace(/\.$/, '')}.`;
  const counts = (one: Assumption): boolean => one.minor !== true;
  return [
    ...assumptions.filter(counts).map((one) => sentence('Assumed', one)),
    ...notComputed.filter(counts).map((one) => sentence('Not computed', one)),
  ];
}

/**
 * Of all roots that an answer rests on, each said once.
 * @param marks `all`: with what only words need
 */
export function assumptionsJson(roots: readonly Assumptions[], marks?: 'all'): Assumptions {
  const plain = ({ minor, ...rest }: Assumption): Assumption => (marks === 'all' && minor ? { ...rest, minor } : rest);
  const once = (all: readonly Assumption[]): readonly Assumption[] => [
    ...new Map(all.map((one) => [one.message, plain(one)])).values(),
  ];
  return {
    assumptions: once(roots.flatMap(({ assumptions }) => assumptions)),
    notComputed: once(roots.flatMap(({ notComputed }) => notComputed)),
  };
}
