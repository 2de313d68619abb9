import type { AliasUse } from '../../answers/aliases.ts';
import { aliasAsked, unitIn } from '../../answers/names.ts';
import { why as askWhy } from '../../answers/why.ts';
import { whyOrder } from '../../answers/why-order.ts';
import { aliasText } from '../../report/aliases.ts';
import { whyJson, whyText } from '../../report/why.ts';
import { whyOrderText } from '../../report/why-order.ts';
import { defineCommand, openWith } from '../command.ts';

export const why = defineCommand({
  options: (yargs) =>
    yargs
      .positional('unit', { type: 'string', demandOption: true, describe: 'unit, job or script' })
      .option('after', { type: 'string', describe: 'why UNIT starts after this one' })
      .option('before', { type: 'string', describe: 'why UNIT starts before this one', conflicts: 'after' })
      .option('all', { type: 'boolean', default: false, describe: 'every unit that asks for it, however many' })
      .example('$0 why nova-compute', 'which target or unit asks for it, by which link or line')
      .example('$0 why nova-compute --after libvirtd', 'whether it waits, and whether it needs it'),
  async run(args) {
    const named = args.after ?? args.before;
    const first = await openWith(args, args.unit);
    const { opened, unit: other } = named === undefined ? first : unitIn(first.opened, named);
    // Another unit loaded changes no id.
    const { unit } = first;
    const notes = [args.unit, named].flatMap((name) => (name === undefined ? [] : (aliasAsked(opened, name) ?? [])));
    if (named === undefined) {
      const answer = askWhy(opened, unit);
      return {
        json: () => whyJson(answer),
        text: (page) => noted(whyText(opened, answer, { ...page, all: args.all }), notes),
      };
    }
    const asked = args.after === undefined ? 'before' : 'after';
    const answer = asked === 'before' ? whyOrder(opened, other, unit) : whyOrder(opened, unit, other);
    const shown = new Set(answer.aliases.map((use) => use.alias));
    const rest = notes.filter((use) => !shown.has(use.alias));
    return {
      json: () => ({ format: 'bootscope/why@1', ...answer }),
      text: (page) => noted(whyOrderText(opened, answer, asked, { ...page, all: args.all }), rest),
    };
  },
});

/** With what the names are that were typed and are aliases. */
function noted(text: string, uses: readonly AliasUse[]): string {
  return uses.length === 0 ? text : [text, '', ...uses.map(aliasText)].join('\n');
}
