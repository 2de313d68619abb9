import { explainLog as askExplainLog } from '../../answers/explain-log.ts';
import { explainLogText } from '../../report/explain-log.ts';
import { defineCommand, openFor } from '../command.ts';
import { readUserFile } from '../read-file.ts';

export const explainLog = defineCommand({
  options: (yargs) =>
    yargs
      .positional('file', { type: 'string', default: '-', describe: 'journal or console text; - is standard input' })
      .example('journalctl -b | $0 explain-log', 'what went wrong, from the text alone')
      .example('$0 -r ROOT explain-log boot.log', 'tied to the lines of that root, with what mends it'),
  async run(args) {
    const text = readUserFile(args.file, (read) => ({ read })).read;
    const opened = args.root === undefined ? undefined : await openFor(args);
    const answer = askExplainLog(text, opened);
    return {
      json: () => ({ format: 'bootscope/explain-log@1', ...answer }),
      text: (page) => explainLogText(answer, opened?.graph, page),
    };
  },
});
