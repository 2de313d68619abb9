/** A boot of jobs written in the test itself. */
import { openSnapshot } from '../../../src/snapshot/open.ts';
import type { Stat, Tree } from '../../../src/snapshot/snapshot.ts';
import { readJobFiles } from '../../../src/upstart/job-files.ts';
import { loadUpstart } from '../../../src/upstart/load.ts';
import { planUpstartBoot, type UpstartBoot } from '../../../src/upstart/simulate/boot.ts';
import { readBootFacts } from '../../../src/upstart/simulate/facts.ts';

export interface BootOptions {
  readonly cmdline?: string;
  readonly target?: string;
}

/** A tree of these files: text, or `-> TARGET` for a link. Every file is executable. */
export function treeOf(files: Readonly<Record<string, string>>): Tree {
  const names = new Map(Object.entries(files));
  const folders = new Set<string>(['/']);
  for (const path of names.keys())
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) folders.add(path.slice(0, at));
  const lstat = (path: string): Stat | undefined => {
    if (folders.has(path)) return { kind: 'dir', size: 0, mode: 0o755 };
    const text = names.get(path);
    if (text === undefined) return undefined;
    return { kind: text.startsWith('-> ') ? 'link' : 'file', size: text.length, mode: 0o755 };
  };
  return {
    lstat,
    readlink: (path) => names.get(path)?.slice(3),
    list: (path) => {
      if (!folders.has(path)) return undefined;
      const prefix = path === '/' ? '/' : `${path}/`;
      return [...new Set([...names.keys(), ...folders])]
        .filter((one) => one !== '/' && one.startsWith(prefix) && !one.slice(prefix.length).includes('/'))
        .map((one) => ({ name: one.slice(prefix.length), kind: lstat(one)?.kind ?? 'other' }));
    },
    read: (path) => (names.has(path) ? new TextEncoder().encode(names.get(path)) : undefined),
  };
}

/** Keys without a slash at their beginning are jobs: `a.conf`. */
export function snapshotOf(files: Readonly<Record<string, string>>) {
  const tree = treeOf(
    Object.fromEntries(
      Object.entries(files).map(([key, text]) => [key.startsWith('/') ? key : `/etc/init/${key}`, text]),
    ),
  );
  return openSnapshot(tree, 'test');
}

export function bootOf(files: Readonly<Record<string, string>>, options: BootOptions = {}): UpstartBoot {
  const snapshot = snapshotOf(files);
  return planUpstartBoot(readJobFiles(snapshot).jobs, readBootFacts(snapshot, options));
}

export function graphOf(files: Readonly<Record<string, string>>, options: BootOptions = {}) {
  return loadUpstart(snapshotOf(files), { system: 'upstart', version: null, evidence: [] }, options).graph;
}

/** `runlevel RUNLEVEL=2 PREVLEVEL=N` and its like, in order. */
export function eventsOf(boot: UpstartBoot): string[] {
  return boot.events.map(({ name, env }) => [name, ...env.filter((one) => one !== 'INSTANCE=')].join(' '));
}

/** `a running`, `b finished`: the jobs that start, by name. */
export function endsOf(boot: UpstartBoot): string[] {
  return [...boot.jobs].flatMap(([name, { starts }]) =>
    starts.map(({ instance, end }) => `${name}${instance === '' ? '' : ` (${instance})`} ${end}`),
  );
}
