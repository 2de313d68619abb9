/** Words of a command line that stand for something known: values of an option, patterns of names. */
import { nearUnits } from '../answers/names.ts';
import type { BootGraph } from '../graph/model.ts';
import { ALL_UNITS, orNear } from '../report/question-error.ts';
import { nearestNames } from '../words/nearest-names.ts';
import { UsageError } from './errors.ts';

/**
 * Values that are a known few, each given by itself or several with commas between them.
 * @param what one of them is: `edge type`
 * @param find the one that a word stands for
 * @throws UsageError for a word that is none of `known`
 */
export function knownWords<T extends string>(
  given: readonly string[],
  known: readonly T[],
  what: string,
  find = (word: string): T | undefined => known.find((one) => one === word),
): readonly T[] {
  return given
    .flatMap((word) => word.split(','))
    .map((word) => {
      const found = find(word);
      if (found !== undefined) return found;
      throw new UsageError(
        `"${word}" is no ${what}${orNear(nearestNames(word, known)) || `; one of ${known.join(' ')}`}`,
      );
    });
}

/** That no name of the root fits any of the patterns. */
export function noneCalled(graph: BootGraph, patterns: readonly string[]): UsageError {
  const near = patterns.filter((one) => !/[*?[]/.test(one)).flatMap((one) => nearUnits(graph, one));
  return new UsageError(
    `no unit of this root is called ${patterns.map((one) => `"${one}"`).join(' or ')}${orNear(near) || ALL_UNITS}`,
  );
}
