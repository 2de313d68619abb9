import type { Distribution } from '../../behaviours/distribution.ts';
import { providerCommand } from '../../behaviours/package-commands.ts';
import type { Capture } from '../../capture/capture.ts';
import type { BootNode, Setting } from '../../graph/model.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { EXEC_PATH } from '../../systemd/exec-path.ts';
import { expandSpecifiers, type HostFacts } from '../../systemd/specifiers.ts';
import { firstWordOrRelaxed } from '../../systemd/words.ts';
import { at, effective } from '../context.ts';
import type { Rule } from '../rule.ts';

const EXEC_KEYS = [
  'ExecCondition',
  'ExecStartPre',
  'ExecStart',
  'ExecStartPost',
  'ExecReload',
  'ExecStop',
  'ExecStopPost',
];
/** Made or mounted while the machine runs, or beyond what is known here. */
const RUNTIME = /^\/(dev|proc|run|sys|tmp)\//;

export const programMissing: Rule = {
  id: 'program-missing',
  severity: 'error',
  statement: 'The programs that a unit runs are in the root and can be executed.',
  why: 'The start fails at once with status 203/EXEC.',
  mend: 'Install the program, correct the path, or set its x bit.',
  example: {
    files: {
      '/etc/systemd/system/web.service': '[Service]\nExecStartPre=/usr/bin/prepare\nExecStart=/usr/sbin/webd\n',
      '/etc/systemd/system/multi-user.target.wants/web.service': { link: '../web.service' },
      '/usr/bin/prepare': { text: '#!/bin/sh\n', mode: 0o644 },
    },
    finds: ['/etc/systemd/system/web.service:2', '/etc/systemd/system/web.service:3'],
    mended: {
      '/usr/bin/prepare': { text: '#!/bin/sh\n', mode: 0o755 },
      '/usr/sbin/webd': { text: '#!/bin/sh\n', mode: 0o755 },
    },
  },
  *check({ units, snapshot, attempted, opened }) {
    for (const unit of units) {
      if (unit.load !== 'loaded' || unit.fragment === null || unit.fragment.startsWith('/run/')) continue;
      if (hasOwnRoot(unit) || unit.checks?.outcome === 'skipped') continue;
      for (const setting of commandsOf(unit)) {
        const { program, mayFail } = programOf(setting, unit, opened.host);
        const problem = program === undefined ? undefined : problemOf(snapshot, program, opened.capture);
        if (problem === undefined) continue;
        const starts = /^ExecStart(Pre)?$|^ExecCondition$/.test(setting.key);
        yield {
          message: `${setting.key}= of ${unit.id} runs ${program}, which ${problem}.`,
          unit: unit.id,
          ...at(setting),
          // A condition that files cannot decide may keep the unit from running at all.
          severity:
            mayFail || !attempted(unit.id) ? 'info' : unit.facts.conditions ? 'warning' : starts ? 'error' : 'warning',
          ...advice(program as string, problem, opened.distribution),
        };
      }
    }
  },
};

function commandsOf(unit: BootNode): readonly Setting[] {
  const section = { service: 'Service', socket: 'Socket', mount: 'Mount', swap: 'Swap' }[unit.type as string];
  return section === undefined ? [] : EXEC_KEYS.flatMap((key) => effective(unit, section, key));
}

/** A path within another root or image is not this root's. */
function hasOwnRoot(unit: BootNode): boolean {
  return unit.settings.some(
    ({ key, value }) => /^Root(Directory|Image|MStack)$|^ExtensionImages$/.test(key) && value !== '',
  );
}

/** The first word without its prefixes (systemd.service(5), "Command lines"); undefined where it cannot be known. */
function programOf(
  { value }: Setting,
  unit: BootNode,
  host: HostFacts,
): { readonly program?: string; readonly mayFail: boolean } {
  const first = firstWordOrRelaxed(value, { unquote: true, cUnescape: true });
  const [, prefixes = '', written = ''] = /^([-@:+!|]*)(.*)$/s.exec('word' in first ? first.word : '') ?? [];
  const made = written === '' ? undefined : expandSpecifiers(written, unit.id, host, 'full');
  const program = made !== undefined && 'text' in made ? made.text : undefined;
  const mayFail = prefixes.includes('-');
  if (program === undefined || program.includes('$') || prefixes.includes('|')) return { mayFail };
  return { program, mayFail };
}

/** Where it is not there at all, the distribution's own way to find the package that has it. */
function advice(program: string, problem: string, distribution: Distribution): { readonly mend?: string } {
  const command =
    problem === ABSENT && program.startsWith('/usr/') ? providerCommand(distribution, program) : undefined;
  return command === undefined
    ? {}
    : { mend: `Install the program (${command} names its package), or correct the path.` };
}

const ABSENT = 'is not in this root';

function problemOf(snapshot: Snapshot, program: string, capture: Capture): string | undefined {
  const paths = program.startsWith('/') ? [program] : EXEC_PATH.map((folder) => `${folder}/${program}`);
  if (paths.some((path) => RUNTIME.test(path))) return undefined;
  const stat = paths.map((path) => snapshot.stat(path)).find((found) => found !== undefined);
  if (stat === undefined) {
    if (!paths.every(capture.wouldHold)) return undefined;
    const link = paths.map((path) => [path, snapshot.readlink(path)] as const).find(([, to]) => to !== undefined);
    return link === undefined ? ABSENT : `is a link to ${link[1]}, which is not in this root`;
  }
  if (stat.kind !== 'file') return 'is no file';
  return (stat.mode & 0o111) === 0 ? 'is not executable' : undefined;
}
