import { expect, it } from 'vitest';
import type { DirEntry, Snapshot } from '../../src/snapshot/snapshot.ts';
import { readJobFiles } from '../../src/upstart/job-files.ts';

/** A root that holds these files of /etc/init and nothing else. */
function root(files: Readonly<Record<string, string>>): Snapshot {
  const paths = new Map(Object.entries(files).map(([name, text]) => [`/etc/init/${name}`, text]));
  const list = (dir: string): DirEntry[] => {
    const entries = new Map<string, DirEntry>();
    for (const path of paths.keys()) {
      if (!path.startsWith(`${dir}/`)) continue;
      const [name = '', ...rest] = path.slice(dir.length + 1).split('/');
      entries.set(name, { name, kind: rest.length > 0 ? 'dir' : 'file' });
    }
    return [...entries.values()];
  };
  const stat = (path: string) => {
    const kind = paths.has(path) ? ('file' as const) : list(path).length > 0 ? ('dir' as const) : undefined;
    return kind && { kind, size: 0, mode: 0o644 };
  };
  return {
    realpath: (path: string) => path,
    lstat: stat,
    stat,
    list,
    read: (path: string) => paths.get(path),
  } as unknown as Snapshot;
}

it('a job is named by its path, hidden files count, backups and hidden folders do not', () => {
  const { jobs } = readJobFiles(
    root({ 'net/a.conf': '', '.h.conf': '', 'b.c.conf': '', 'x.conf~': '', '.git/y.conf': '', 'z.conf.dpkg-new': '' }),
  );
  expect([...jobs.keys()]).toEqual(['.h', 'b.c', 'net/a']);
});

it('manual in an override takes the start condition away, and a later start on brings one back', () => {
  const { jobs } = readJobFiles(
    root({
      'a.conf': 'start on x\n',
      'a.override': 'manual\n',
      'b.conf': 'manual\n',
      'b.override': 'start on y\n',
    }),
  );
  expect(jobs.get('a')?.startOn).toBeUndefined();
  expect(jobs.get('a')?.manual?.file).toBe('/etc/init/a.override');
  expect(jobs.get('b')?.startOn?.value).toBe('y');
});

it('a broken .conf is no job, a broken override counts up to its error', () => {
  const { jobs, errors } = readJobFiles(
    root({ 'a.conf': 'nonsense\n', 'b.conf': 'start on x\n', 'b.override': 'manual\nnonsense\n' }),
  );
  expect([...jobs.keys()]).toEqual(['b']);
  expect(jobs.get('b')?.startOn).toBeUndefined();
  expect(errors.map((error) => `${error.file}:${error.line}: ${error.message}`)).toEqual([
    '/etc/init/a.conf:1: Unknown stanza',
    '/etc/init/b.override:2: Unknown stanza',
  ]);
});
