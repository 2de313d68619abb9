import { list as askList, isDefined, isIn, LIST_STATES, type ListState } from '../../answers/list.ts';
import { matcher } from '../../answers/pattern.ts';
import { listText } from '../../report/list.ts';
import { nearestNames } from '../../words/nearest-names.ts';
import { defineCommand, openFor } from '../command.ts';
import { UsageError } from '../errors.ts';

export const list = defineCommand({
  options: (yargs) =>
    yargs
      .positional('pattern', { type: 'string', array: true, describe: 'only units of such a name: nova-*' })
      .option('state', {
        type: 'string',
        array: true,
        describe: `only units in one of these states: ${LIST_STATES.join(', ')}`,
      })
      .option('type', {
        alias: 't',
        type: 'string',
        array: true,
        describe: 'only units of this type: service, timer, …',
      })
      .option('all', {
        type: 'boolean',
        default: false,
        describe: 'names, too, that lines speak of and no file defines',
      })
      .example('$0 list', 'what systemctl list-unit-files says, and what the boot makes of each')
      .example('$0 list --state skipped,lost', 'what is asked for and does not come up')
      .example('$0 list -t service --state against-preset', 'enabled or disabled otherwise than the presets say'),
  async run(args) {
    const opened = await openFor(args);
    const all = askList(opened);
    const states = args.state === undefined ? undefined : statesOf(args.state);
    const types = args.type === undefined ? undefined : typesOf(args.type, new Set(all.map(({ type }) => type)));
    const patterns = args.pattern ?? [];
    const fits = patterns.length === 0 ? undefined : matcher(patterns);
    const named = fits === undefined ? all : all.filter(({ name }) => fits(name));
    if (named.length === 0 && patterns.length > 0)
      throw new UsageError(`no unit of this root is called ${patterns.map((one) => `"${one}"`).join(' or ')}`);
    const units = named.filter(
      (unit) => (states === undefined || isIn(unit, states)) && types?.has(unit.type) !== false,
    );
    // Whoever asks for a state or a name is answered in full.
    const shown = args.all || states !== undefined || fits !== undefined ? units : units.filter(isDefined);
    return {
      json: () => ({ format: 'bootscope/list@1', units }),
      text: () => listText(shown, all.length, units.length - shown.length),
    };
  },
});

/** @throws UsageError for a word that is no state */
function statesOf(given: readonly string[]): readonly ListState[] {
  return wordsOf(given).map((word) => known(word, LIST_STATES, 'state'));
}

function typesOf(given: readonly string[], types: ReadonlySet<string>): ReadonlySet<string> {
  return new Set(wordsOf(given).map((word) => known(word, [...types].sort(), 'type of a unit in this root')));
}

function wordsOf(given: readonly string[]): readonly string[] {
  return given.flatMap((word) => word.split(','));
}

function known<T extends string>(word: string, words: readonly T[], what: string): T {
  const found = words.find((one) => one === word);
  if (found !== undefined) return found;
  const near = nearestNames(word, words);
  throw new UsageError(
    `"${word}" is no ${what}; ${near.length > 0 ? `did you mean ${near.join(', ')}?` : `one of ${words.join(' ')}`}`,
  );
}
