import { chain as askChain, type Chain } from '../../answers/chain.ts';
import { targetNamed, unitNamed } from '../../answers/names.ts';
import type { OpenedRoot } from '../../open.ts';
import { chainText } from '../../report/chain.ts';
import { eventChainText } from '../../report/event-chain.ts';
import { chainJson } from '../../report/json.ts';
import { runlevelChainText } from '../../report/runlevel-chain.ts';
import type { Page } from '../../report/wrap.ts';
import { defineCommand, openFor } from '../command.ts';

export const chain = defineCommand({
  options: (yargs) =>
    yargs
      .positional('unit', { type: 'string', describe: 'target, or a runlevel word: 1 to 5, single, emergency' })
      .option('all', {
        type: 'boolean',
        default: false,
        describe: 'name every unit of a built-in rule; under Upstart, every event',
      })
      .example('$0 chain', 'graphical → multi-user → basic → sysinit → local-fs, with all that each one says')
      .example('$0 chain 3', 'from the target of runlevel 3'),
  async run(args) {
    const opened = await openFor(args);
    const { graph } = opened;
    const named = opened.upstartBoot === undefined ? targetNamed : unitNamed;
    const answer = askChain(opened, args.unit === undefined ? undefined : named(graph, args.unit));
    return { json: () => chainJson(graph, answer), text: (page) => textOf(opened, answer, page, args.all) };
  },
});

function textOf(opened: OpenedRoot, answer: Chain, page: Page, all: boolean): string {
  switch (answer.kind) {
    case 'events':
      return eventChainText(opened, answer.boot, answer.events, page, all);
    case 'runlevel':
      return runlevelChainText(opened.graph, answer.boot, page);
    case 'targets':
      return chainText(opened, answer, page, all);
  }
}
