/** Conditions on paths (src/shared/condition.c: condition_test_path_exists and its like), asked of the copy. */
import { globFiles } from '../../snapshot/glob.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { virtualizationOf } from './machine.ts';
import { assumed } from './supposed.ts';
import { type Finding, placeOf, type Test, type World } from './world.ts';

/** Filled while the machine runs: what a disk shows of them says nothing. */
const RUNTIME = /^\/(dev|proc|run|sys|tmp|var\/run|var\/lock|var\/tmp)(\/|$)/;

/** What a path is, where it is there: the answer, and a word for it. */
type Look = (snapshot: Snapshot, path: string) => { readonly met: boolean; readonly code: string };

const LOOKS: Readonly<Record<string, Look>> = {
  PathExists: () => ({ met: true, code: 'there' }),
  PathIsDirectory: (snapshot, path) => kindIs(snapshot.stat(path)?.kind === 'dir', 'directory', 'no-directory'),
  PathIsSymbolicLink: (snapshot, path) => kindIs(snapshot.lstat(path)?.kind === 'link', 'link', 'no-link'),
  DirectoryNotEmpty: (snapshot, path) => {
    if (snapshot.stat(path)?.kind !== 'dir') return { met: false, code: 'no-directory' };
    return kindIs(
      (snapshot.list(path) ?? []).some(({ name }) => !isHidden(name)),
      'not-empty',
      'empty',
    );
  },
  FileNotEmpty: (snapshot, path) => {
    const stat = snapshot.stat(path);
    if (stat?.kind !== 'file') return { met: false, code: 'no-file' };
    return kindIs(stat.size > 0, 'not-empty', 'empty');
  },
  FileIsExecutable: (snapshot, path) => {
    const stat = snapshot.stat(path);
    if (stat?.kind !== 'file') return { met: false, code: 'no-file' };
    return kindIs((stat.mode & 0o111) !== 0, 'executable', 'not-executable');
  },
};

function kindIs(met: boolean, yes: string, no: string): { readonly met: boolean; readonly code: string } {
  return { met, code: met ? yes : no };
}

/** hidden_or_backup_file (src/basic/path-util.c): a directory with nothing else in it is empty. */
function isHidden(name: string): boolean {
  return (
    /^\.|~$|^(lost\+found|aquota\.(user|group))$/.test(name) ||
    /\.(rpm(new|save|orig)|dpkg-(old|new|tmp|dist|bak|backup|remove)|ucf-(new|old|dist)|swp|bak|old|new)$/.test(name)
  );
}

/** Tests by the name behind `Condition` or `Assert`. */
export const PATH_TESTS: Readonly<Record<string, Test>> = {
  ...Object.fromEntries(Object.entries(LOOKS).map(([name, look]) => [name, (w, path) => lookAt(w, path, look)])),
  PathExistsGlob: globTest,
  PathIsMountPoint: (_, path) =>
    /^\/($|proc$|sys$|dev$|run$|dev\/shm$|dev\/pts$)/.test(path)
      ? { met: true, code: 'api-mount', what: path }
      : { met: null, code: 'machine', what: path },
  PathIsReadWrite: readWriteTest,
  PathIsEncrypted: (_, path) => ({ met: null, code: 'machine', what: path }),
  PathIsSocket: (world, path) => {
    const absent = absence(world, path);
    return absent?.met === false ? absent : { met: null, code: 'machine', what: path };
  },
};

function lookAt(world: World, path: string, look: Look): Finding {
  const supposed = supposition(world, path);
  if (supposed !== undefined) return supposed;
  const absent = absence(world, path);
  if (absent !== undefined) return absent;
  const seen = look(world.snapshot, path);
  // What is there may gain what it lacks: an empty directory is filled, a file is written.
  if (!seen.met) {
    const change = world.changes(path);
    if (change !== undefined) return { met: null, code: `changed-by-${change.by}`, what: path, ...placeOf(change) };
  }
  return { ...seen, what: path };
}

/** Why a path that the copy does not have counts as missing, or as unknown; undefined: it is there. */
function absence(world: World, path: string): Finding | undefined {
  if (RUNTIME.test(path)) return { met: null, code: 'runtime', what: path, assume: 'exists' };
  const { snapshot } = world;
  if (snapshot.lstat(path) !== undefined) {
    const real = snapshot.realpath(path);
    if (real !== undefined) return undefined;
    // A link whose target lies where only the running machine has files.
    const target = snapshot.readlink(path) ?? '';
    const leadsTo = target.startsWith('/') ? target : `${path.slice(0, path.lastIndexOf('/'))}/${target}`;
    if (RUNTIME.test(leadsTo)) return { met: null, code: 'runtime', what: leadsTo, assume: 'exists' };
  }
  if (!world.knows(path)) return { met: null, code: 'not-in-copy', what: path, assume: 'exists' };
  const change = world.changes(path);
  if (change === undefined) return { met: false, code: 'missing', what: path };
  return { met: null, code: `changed-by-${change.by}`, what: path, ...placeOf(change), assume: 'exists' };
}

function supposition(world: World, path: string): Finding | undefined {
  for (const [key, met] of [['exists', true] as const, ['missing', false] as const])
    if (world.assume.get(key)?.includes(path))
      return { met, code: 'assumed', what: `${path} ${met ? 'exists' : 'does not exist'}`, assume: key };
  return undefined;
}

function globTest(world: World, pattern: string): Finding {
  const supposed = supposition(world, pattern);
  if (supposed !== undefined) return supposed;
  // The folder before the first wildcard decides whether the copy can tell.
  const head = pattern.slice(0, pattern.search(/[*?[]/)).replace(/\/[^/]*$/, '') || '/';
  if (RUNTIME.test(`${head}/`)) return { met: null, code: 'runtime', what: pattern, assume: 'exists' };
  const found = globFiles(world.snapshot, pattern)[0];
  if (found !== undefined) return { met: true, code: 'there', what: found };
  if (!world.knows(head)) return { met: null, code: 'not-in-copy', what: pattern, assume: 'exists' };
  const change = world.changes(head);
  if (change === undefined || head === '/') return { met: false, code: 'no-match', what: pattern };
  return { met: null, code: `changed-by-${change.by}`, what: pattern, ...placeOf(change), assume: 'exists' };
}

/** What the kernel shows is writable on a machine of its own, and read-only in most containers. */
function readWriteTest(world: World, path: string): Finding {
  if (/^\/(sys|proc\/sys)(\/|$)/.test(path)) {
    const kind = virtualizationOf(world.assume);
    const what = assumed(world.assume, 'virtualization') ?? '';
    if (kind === 'none' || kind === 'vm') return { met: true, code: 'assumed', what: `virtualization=${what}` };
    if (what === 'systemd-nspawn' && path.startsWith('/sys'))
      return { met: false, code: 'assumed', what: `virtualization=${what}` };
    return { met: null, code: 'machine', what: path, assume: 'virtualization' };
  }
  const absent = absence(world, path);
  return absent?.met === false ? absent : { met: null, code: 'machine', what: path };
}
