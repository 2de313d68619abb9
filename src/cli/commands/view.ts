import { resolve } from 'node:path';
import { count } from '../../report/words.ts';
import type { ViewData } from '../../view/format.ts';
import { viewOfRoot } from '../../view/of-root.ts';
import { renderViewPage } from '../../view/page.ts';
import { defineCommand, openFor } from '../command.ts';
import { UsageError } from '../errors.ts';
import type { GlobalOptions } from '../global-options.ts';
import { openInBrowser } from '../open-in-browser.ts';
import { TIMINGS_OPTION, timingsFor } from '../timings.ts';
import { viewerTemplate } from '../viewer-template.ts';
import { writeOutput } from '../write-file.ts';

export const view = defineCommand({
  options: (yargs) =>
    yargs
      .option('output', {
        alias: 'o',
        type: 'string',
        default: 'boot.html',
        describe: 'file to write; - is standard output',
      })
      .option('since', { type: 'string', describe: 'an earlier root, to show what changed since' })
      .option('timings', TIMINGS_OPTION)
      .option('open', { type: 'boolean', default: false, describe: 'open the page in the browser of this desktop' })
      .example('$0 -r /mnt/host view -o host.html', 'one page to keep, mail or put into a ticket')
      .example('$0 -r new view --since old -o upgrade.html', 'with what changed since'),
  async run(args) {
    const template = viewerTemplate();
    const data = await dataOf(args, args.root ?? '/', args.timings);
    const page = args.since === undefined ? data : ([await dataOf(args, args.since), data] as const);
    const html = renderViewPage(template, page);
    if (args.output === '-' && args.open) throw new UsageError('--open shows a file; name one with -o');
    if (args.output !== '-') writeOutput(args.output, html);
    const failed = args.open ? openInBrowser(resolve(args.output)) : undefined;
    const started = data.nodes.wave.filter((wave) => wave >= 0).length;
    const units = data.nodes.id.length;
    return {
      json: () => ({ format: 'bootscope/view-written@1', file: args.output, started, units }),
      ...(args.output === '-' ? ({ data: true } as const) : {}),
      text: () =>
        args.output === '-'
          ? html
          : [
              `Wrote ${args.output}: ${started} started of ${count(units, 'unit')}, in ${count(data.waveX.length, 'wave')}.`,
              failed ?? (args.open ? 'It opens in the browser.' : 'Open it in any browser; it needs no network.'),
            ].join('\n'),
    };
  },
});

async function dataOf(args: GlobalOptions, root: string, timings?: readonly string[]): Promise<ViewData> {
  const opened = await openFor(args, root);
  return viewOfRoot(opened, timings === undefined ? undefined : timingsFor(timings, opened));
}
