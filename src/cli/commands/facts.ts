import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import type { FactsOptions } from '../../fleet/facts.ts';
import { HOST_FROM } from '../../fleet/host-name.ts';
import { takenFolder } from '../../fleet/manifest.ts';
import { listDigest, namedTwice, parseShard, readRootList, type Shard, usualParts } from '../../fleet/root-list.ts';
import { FACTS_FORMATS } from '../../fleet/write-tables.ts';
import { factsWrittenJson, factsWrittenText } from '../../report/fleet/written.ts';
import { defineCommand } from '../command.ts';
import { STATUS, UsageError } from '../errors.ts';
import { beginSnapshot } from '../fleet/part-files.ts';
import { writeFacts } from '../fleet/write-facts.ts';
import type { GlobalOptions } from '../global-options.ts';
import { readUserFile } from '../read-file.ts';
import { VERSION } from '../version.ts';
import { isSingleFile } from '../viewer-template.ts';
import { wholeNumber } from '../whole-number.ts';

export const facts = defineCommand({
  options: (yargs) =>
    yargs
      .option('roots-from', {
        type: 'string',
        demandOption: true,
        describe: 'a list of roots, a line each (or of find -print0), # begins a comment; - is standard input',
      })
      .option('out', { type: 'string', demandOption: true, describe: 'the fleet’s folder' })
      .option('taken', { type: 'string', demandOption: true, describe: 'the day of these copies: 2026-11-29' })
      .option('shard', { type: 'string', describe: 'I/N: only part I of N, for one of many machines' })
      .option('host-from', { choices: HOST_FROM, default: 'path' as const, describe: 'what a host is called by' })
      .option('group', {
        type: 'string',
        describe: 'a regular expression: what it finds in a host’s name is its group; by default the release',
      })
      .option('jobs', { type: 'number', describe: 'threads; as many as there are processors' })
      .option('format', { choices: FACTS_FORMATS, default: 'parquet' as const, describe: 'how tables are written' })
      .option('no-messages', {
        type: 'boolean',
        default: false,
        describe: 'keep no messages, no paths of roots, no values of settings',
      })
      .option('no-audit', { type: 'boolean', default: false, describe: 'without findings: in half the time' })
      .option('strict', {
        type: 'boolean',
        default: false,
        describe: 'write no part with a root that cannot be read; exit with 3',
      })
      .option('timeout', { type: 'number', default: 120, describe: 'seconds for one root' })
      .option('memory', { type: 'number', default: 1024, describe: 'megabytes for one root' })
      .example('ls -d /backup/*/root | $0 facts --roots-from - --out fleet --taken 2026-11-29', 'one machine')
      .example('$0 facts --roots-from hosts.txt --shard 3/20 --out /nfs/fleet --taken 2026-11-29', 'one of twenty'),
  async run(args) {
    if (isSingleFile())
      throw new UsageError('facts needs the whole package: its threads begin from files that lie beside the program');
    refuseRootOptions(args);
    const roots = readUserFile(args['roots-from'], readRootList);
    if (roots.length === 0) throw new UsageError(`--roots-from ${args['roots-from']}: names no root`);
    const twice = namedTwice(roots);
    if (twice !== undefined)
      throw new UsageError(
        `--roots-from ${args['roots-from']}: ${twice[0].root} is named twice (roots ${twice[0].n} and ${twice[1].n})`,
      );
    const options: FactsOptions = {
      hostFrom: args['host-from'],
      group: groupOption(args.group),
      messages: !args['no-messages'],
      audit: !args['no-audit'],
      tool: `bootscope ${VERSION}`,
    };
    const shards = shardsOf(args.shard, usualParts(roots));
    const [{ of }] = shards as readonly [Shard];
    const taken = takenOption(args.taken);
    const limits = {
      jobs: wholeNumber('--jobs', args.jobs ?? availableParallelism(), 512),
      seconds: wholeNumber('--timeout', args.timeout, 1_000_000),
      megabytes: wholeNumber('--memory', args.memory, 1_000_000),
    };
    const folder = join(resolve(args.out), takenFolder(taken));
    beginSnapshot(folder, {
      format: 'bootscope/facts@1',
      taken,
      parts: of,
      roots: roots.length,
      list: listDigest(roots),
      tables: args.format,
      ...options,
    });
    const run = { folder, roots, shards, format: args.format, options, limits, strict: args.strict };
    const answer = { folder, taken, of, ...(await writeFacts(run)) };
    return {
      json: () => factsWrittenJson(answer),
      text: (page) => factsWrittenText(answer, page),
      ...(args.strict && answer.unread.length > 0 ? { status: STATUS.root } : {}),
    };
  },
});

/** Each root is asked as it is. */
function refuseRootOptions(args: GlobalOptions): void {
  const given = (['target', 'systemdVersion', 'cmdline', 'assume', 'deployment', 'home'] as const).find(
    (name) => args[name] !== undefined,
  );
  if (given !== undefined || args.initrd || args.user || args.init !== 'auto')
    throw new UsageError('facts asks each root as it is: no option that supposes something of one');
}

/** @throws UsageError where it is no regular expression */
function groupOption(pattern: string | undefined): string | null {
  if (pattern === undefined) return null;
  try {
    new RegExp(pattern);
    return pattern;
  } catch (error) {
    throw new UsageError(`--group ${pattern}: no regular expression (${(error as Error).message})`);
  }
}

function shardsOf(option: string | undefined, usual: number): readonly Shard[] {
  if (option === undefined) return Array.from({ length: usual }, (_, k) => ({ part: k + 1, of: usual }));
  const shard = parseShard(option);
  if (shard === undefined) throw new UsageError(`--shard ${option}: I/N is wanted, with I from 1 to N: 3/20`);
  return [shard];
}

function takenOption(taken: string): string {
  const date = /^\d{4}-\d{2}-\d{2}$/.test(taken) ? new Date(`${taken}T00:00:00Z`) : undefined;
  if (date === undefined || Number.isNaN(date.getTime()) || !date.toISOString().startsWith(taken))
    throw new UsageError(`--taken ${taken}: a day is wanted, as 2026-11-29`);
  return taken;
}
