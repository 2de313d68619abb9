import { diff as askDiff } from '../../answers/diff.ts';
import { assumptionsJson, basisSentences } from '../../report/assumptions.ts';
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
      .option('all', { type: 'boolean', default: false, describe: 'also descriptions, documentation, [Install]' })
      .example('$0 diff old.tar new.tar', 'what the new image boots differently; exit status 1 where it does')
      .example('ssh host tar c /etc /usr/lib/systemd | $0 diff image -', 'an image beside a running host'),
  async run(args) {
    const before = await openFor(args, args.before);
    const after = await openFor(args, args.after);
    const answer = { ...askDiff(before, after), roots: { before: args.before, after: args.after } };
    const basis = basisSentences(assumptionsJson([before, after], 'all'));
    return {
      json: () => diffJson(answer),
      text: (page) => (args.format === 'markdown' ? diffMarkdown(answer, basis) : diffText(answer, page, args.all)),
      closed: args.format === 'markdown',
      // As diff(1): 1 says that they differ.
      status: answer.same ? 0 : 1,
    };
  },
});
