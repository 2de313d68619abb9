import { diff as askDiff } from '../../answers/diff.ts';
import { diffJson, diffMarkdown, diffText } from '../../report/diff.ts';
import { defineCommand, openFor } from '../command.ts';

export const diff = defineCommand({
  options: (yargs) =>
    yargs
      .positional('before', { type: 'string', demandOption: true, describe: 'a root' })
      .positional('after', { type: 'string', demandOption: true, describe: 'another root' })
      .option('format', {
        choices: ['text', 'markdown'] as const,
        default: 'text' as const,
        describe: 'how it is written',
      })
      .option('all', { type: 'boolean', default: false, describe: 'also descriptions, documentation, [Install]' }),
  async run(args) {
    const before = await openFor(args, args.before);
    const after = await openFor(args, args.after);
    const answer = { ...askDiff(before, after), roots: { before: args.before, after: args.after } };
    return {
      json: () => diffJson(answer),
      text: (page) => (args.format === 'markdown' ? diffMarkdown(answer) : diffText(answer, page, args.all)),
      // As diff(1): 1 says that they differ.
      status: answer.same ? 0 : 1,
    };
  },
});
