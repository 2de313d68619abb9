/** A line for every command, as its own index says what each takes: one that is new is fuzzed and traced from then on. */
import { COMMANDS, nameOf } from '../../src/cli/commands/index.ts';

/** What stands for each word of a usage; an empty one leaves it out. */
const GIVEN: Readonly<Record<string, readonly string[]>> = {
  '<unit>': ['web'],
  '[unit]': ['', 'web'],
  '[pattern..]': ['', '*w*[a-e]*'],
  '<before>': ['ROOT'],
  '<after>': ['ROOT'],
  '[dump]': ['', 'RECORD'],
  '[file]': ['RECORD'],
  '[rule]': ['', 'program-missing'],
  '[shell]': ['bash'],
  '<dir>': ['FLEET'],
  '<question>': ['groups', 'outliers'],
  '[word]': [''],
};

/** Options that ask another question, or write another format. */
const FURTHER: Readonly<Record<string, readonly string[]>> = {
  why: ['web --after db', 'web --before db --all', 'x.timer --init systemd'],
  chain: ['--init upstart'],
  tree: ['web --reverse --all', '--all'],
  order: ['--shutdown', '--reduce', 'web --depth 0', '--timings RECORD', '--init sysv'],
  list: ['--all', '--state started,masked -t service'],
  show: ['web --user --home /home/a', 'x.socket'],
  trace: ['web --init sysv', 'web --init upstart'],
  audit: [
    '--level info',
    '--format markdown',
    '--format sarif',
    '--format junit',
    '--format github',
    '--format gitlab',
    '--baseline RECORD',
    '--config RECORD',
  ],
  facts: ['--roots-from LIST --out FLEET-ndjson --taken 2026-11-29 --jobs 1 --format ndjson --no-audit'],
  diff: ['ROOT ROOT --all --format markdown'],
  impact: ['web --as skipped'],
  'what-if': ['--preset-all', '--mask web', '--enable web', '--target rescue.target', '--fail web'],
  'critical-chain': ['--timings RECORD'],
  blame: ['--timings RECORD'],
  'speed-up': ['--timings RECORD'],
  plot: ['--timings RECORD -o OUT'],
  view: ['-o OUT --timings RECORD'],
  graph: [
    '--format dot',
    '--format graphml',
    '--format mermaid',
    '--format cytoscape',
    '--format graphlib',
    '--started --reduce',
    '--from web',
    '-o OUT',
  ],
};

/** A line of it that has -r is refused. */
export const ROOTLESS: ReadonlySet<string> = new Set(
  COMMANDS.flatMap(({ usage, rootless }) => (rootless === undefined ? [] : [nameOf(usage)])),
);

/** Without these a line is refused, or writes where nobody looks. */
const NEEDED: Readonly<Record<string, string>> = {
  view: '-o OUT',
  plot: '-o OUT',
  facts: '--roots-from LIST --out FLEET --taken 2026-11-29 --jobs 1',
};

/**
 * Every command in each of its forms, with ROOT, LIST, RECORD, OUT and FLEET where a root, a list of roots, a recorded text, a file to write
 * and the folder of a fleet go.
 * @throws Error where a usage or a table names what the other does not know
 */
export function commandLines(): readonly string[] {
  const names = COMMANDS.map(({ usage }) => nameOf(usage));
  const strange = Object.keys(FURTHER).filter((name) => !names.includes(name));
  if (strange.length > 0) throw new Error(`no command ${strange.join(', ')}`);
  return COMMANDS.flatMap(({ usage }) => {
    const [name = '', ...words] = usage.split(' ');
    let lines = [name];
    for (const word of words) {
      const given = GIVEN[word];
      if (given === undefined) throw new Error(`what stands for ${word} of ${usage}?`);
      lines = lines.flatMap((line) => given.map((text) => (text === '' ? line : `${line} ${text}`)));
    }
    const needed = NEEDED[name];
    if (needed !== undefined) lines = lines.map((line) => `${line} ${needed}`);
    return [...lines, ...(FURTHER[name] ?? []).map((more) => `${name} ${more}`)];
  });
}
