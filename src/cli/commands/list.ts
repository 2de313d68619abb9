import { list as askList, isDefined, isIn, LIST_STATES, type ListedUnit } from '../../answers/list.ts';
import { matcher } from '../../answers/pattern.ts';
import type { NodeType } from '../../graph/model.ts';
import { listText } from '../../report/list.ts';
import { defineCommand, openFor } from '../command.ts';
import { knownWords, noneCalled } from '../known-words.ts';

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
    const states = args.state && knownWords(args.state, LIST_STATES, 'state');
    const types = args.type && new Set(knownWords(args.type, typesIn(all), 'type of a unit in this root'));
    const patterns = args.pattern ?? [];
    const fits = patterns.length === 0 ? undefined : matcher(patterns);
    const named = fits === undefined ? all : all.filter(({ name }) => fits(name));
    if (named.length === 0 && patterns.length > 0) throw noneCalled(opened.graph, patterns);
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

function typesIn(units: readonly ListedUnit[]): readonly NodeType[] {
  return [...new Set(units.map(({ type }) => type))].sort();
}
