/**
 * A boot of sysvinit: which scripts run, and in which order, against what was said. Each script is put behind one that writes down when it begins and
 * ends; lines of that file are the clock.
 */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { bootOf } from '../../src/boot/boot.ts';
import { type OpenedRoot, openFolder } from '../../src/open.ts';
import { type Difference, totals } from './compare/difference.ts';
import { spawnInContainer } from './container.ts';
import { inOverlay } from './overlay.ts';

const ORDER = '/bootscope-order';
const SCRIPTS = '/bootscope-scripts';
/** What runs others, and is no script of a runlevel. */
const RUNNERS: ReadonlySet<string> = new Set(['rc', 'rcS', 'README']);

/** Scripts of our own: some slow, one that fails, each after others. Installed with the root's own update-rc.d. */
const OWN: Readonly<Record<string, readonly [start: string, body: string]>> = {
  't-slow': ['$remote_fs', 'sleep 1'],
  't-fails': ['$remote_fs t-slow', 'exit 1'],
  't-after-failed': ['t-fails', 'true'],
  't-provider': ['$syslog', 'sleep 1'],
  't-by-facility': ['t-provided', 'true'],
  't-should': ['$local_fs', 'true'],
};

export interface Sysv {
  readonly opened: OpenedRoot;
  readonly began: ReadonlyMap<string, number>;
  readonly ended: ReadonlyMap<string, number>;
}

/** @param added scripts of our own, too. @returns undefined where the boot did not come to its end */
export function bootSysv(root: string, added: boolean): Sysv | undefined {
  return inOverlay(root, (tree) => {
    if (added) addScripts(tree);
    const opened = openFolder(tree, {});
    void bootOf(opened).plan;
    wrapScripts(tree);
    const inittab = readFileSync(`${tree}/etc/inittab`, 'utf8');
    // When all scripts of the runlevel have run.
    writeFileSync(`${tree}/etc/inittab`, inittab.replace(/^(l2:.*)$/m, '$1\nzz:2:wait:/bootscope-end'));
    script(`${tree}/bootscope-end`, `#!/bin/sh\necho END x >> ${ORDER}\nsync\n/sbin/halt -f -p\n`);
    writeFileSync(`${tree}${ORDER}`, '');
    spawnInContainer(tree, ['--kill-signal=SIGKILL', '--boot'], 90);
    const lines = readFileSync(`${tree}${ORDER}`, 'utf8').split('\n');
    if (!lines.some((line) => line.startsWith('END'))) return undefined;
    const at = (mark: string): ReadonlyMap<string, number> => {
      const found = new Map<string, number>();
      for (const [number, line] of lines.entries()) {
        const [what, name = ''] = line.split(' ');
        if (what === mark && !found.has(name)) found.set(name, number);
      }
      return found;
    };
    return { opened, began: at('B'), ended: at('E') };
  });
}

function addScripts(tree: string): void {
  for (const [name, [start, body]] of Object.entries(OWN)) {
    const provides = name === 't-provider' ? `${name} t-provided` : name;
    script(
      `${tree}/etc/init.d/${name}`,
      `#!/bin/sh
### BEGIN INIT INFO
# Provides:          ${provides}
# Required-Start:    ${start}
# Required-Stop:
# Should-Start:      ${name === 't-should' ? 't-after-failed' : ''}
# Default-Start:     2 3 4 5
# Default-Stop:      0 1 6
# Short-Description: ${name}
### END INIT INFO
${body}
`,
    );
  }
  spawnInContainer(
    tree,
    [
      '--',
      '/bin/sh',
      '-c',
      Object.keys(OWN)
        .map((name) => `update-rc.d ${name} defaults`)
        .join(';'),
    ],
    90,
  );
}

function wrapScripts(tree: string): void {
  mkdirSync(`${tree}${SCRIPTS}`);
  for (const name of readdirSync(`${tree}/etc/init.d`)) {
    const path = `${tree}/etc/init.d/${name}`;
    if (RUNNERS.has(name) || name.startsWith('.') || !existsSync(path) || !statSync(path).isFile()) continue;
    renameSync(path, `${tree}${SCRIPTS}/${name}`);
    script(
      path,
      `#!/bin/sh
[ "$1" = start ] && echo B ${name} >> ${ORDER}
${SCRIPTS}/${name} "$@"
status=$?
[ "$1" = start ] && echo E ${name} >> ${ORDER}
exit $status
`,
    );
  }
}

function script(path: string, text: string): void {
  writeFileSync(path, text);
  chmodSync(path, 0o755);
}

export function sysvDifferences({ opened, began, ended }: Sysv): readonly Difference[] {
  const { plan } = bootOf(opened);
  const said = new Set([...plan.started].flatMap((id) => (id.startsWith('sysv:') ? [id.slice('sysv:'.length)] : [])));
  const found: Difference[] = [];
  for (const name of said)
    if (!began.has(name)) found.push([`less ${name}`, `${name} is said to be started, and was not`]);
  for (const name of began.keys())
    if (!said.has(name)) found.push([`more ${name}`, `${name} was started, and is said not to be`]);
  const after = new Map<string, string[]>();
  for (const { from, to, type } of opened.graph.edges)
    if (type === 'After' && plan.started.has(from) && plan.started.has(to))
      after.set(from, [...(after.get(from) ?? []), to]);
  for (const name of began.keys()) {
    // Orders go through facilities and runlevels.
    const seen = new Set(after.get(`sysv:${name}`) ?? []);
    for (const id of seen) for (const next of after.get(id) ?? []) seen.add(next);
    for (const id of seen) {
      const earlier = id.startsWith('sysv:') ? id.slice('sysv:'.length) : undefined;
      const [start, end] = [began.get(name), earlier === undefined ? undefined : ended.get(earlier)];
      if (start === undefined || end === undefined) continue;
      totals.orders++;
      if (start < end) found.push([`order ${name} ${earlier}`, `${name} began before ${earlier} had ended`]);
    }
  }
  totals.jobs += began.size;
  return found;
}
