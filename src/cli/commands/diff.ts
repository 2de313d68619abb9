import { audit } from '../../audit/audit.ts';
import { fingerprint } from '../../audit/baseline.ts';
import { diffBoots, sameBoot } from '../../engine/diff.ts';
import { planBoot } from '../../engine/plan.ts';
import type { OpenedRoot } from '../../open.ts';
import { type DiffAnswer, diffJson, diffMarkdown, diffText } from '../../report/diff.ts';
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
    const answer: DiffAnswer = {
      roots: { before: args.before, after: args.after },
      diff: diffBoots(bootOf(before), bootOf(after)),
      findings: compareFindings(before, after),
    };
    const same = sameBoot(answer.diff);
    return {
      json: () => diffJson(answer, same),
      text: (page) => (args.format === 'markdown' ? diffMarkdown(answer) : diffText(answer, page, args.all)),
      // As diff(1): 1 says that they differ.
      status: same ? 0 : 1,
    };
  },
});

function bootOf({ graph, version }: OpenedRoot) {
  return { graph, plan: planBoot(graph, { version }) };
}

export function compareFindings(before: OpenedRoot, after: OpenedRoot): DiffAnswer['findings'] {
  const [old, now] = [audit(before), audit(after)].map((all) => all.filter(({ severity }) => severity !== 'info'));
  const known = new Set(old?.map(fingerprint));
  const left = new Set(now?.map(fingerprint));
  return {
    added: now?.filter((finding) => !known.has(fingerprint(finding))) ?? [],
    mended: old?.filter((finding) => !left.has(fingerprint(finding))) ?? [],
  };
}
