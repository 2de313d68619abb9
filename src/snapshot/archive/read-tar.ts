/** A tar stream into a tree in memory: every name, and of each file as much as `keep.ts` says. */
import { type MemoryTree, memoryTree } from '../memory-tree.ts';
import type { SnapshotProblem } from '../snapshot.ts';
import { type Bytes, CutOff, nextOf } from './bytes.ts';
import { keeping, worthKeeping } from './keep.ts';
import type { Budget } from './limits.ts';
import { type ProblemList, problemList } from './problems.ts';
import { BLOCK, isZero, longName, paxRecords, type TarHeader, tarHeader, withRecords } from './tar-header.ts';

export interface TarContent {
  readonly tree: MemoryTree;
  readonly problems: readonly SnapshotProblem[];
}

/** Takes an entry that is more than a file (an image's layer). It reads none of its bytes, or all. */
export type EntryHandler = (name: string, size: number, content: () => Bytes) => Promise<boolean>;

/** No header where one must be. */
class Damaged extends Error {}

/** Longer names, and deeper ones, no file system has (PATH_MAX) and no root needs. */
const MAX_NAME = 4096;
const MAX_FOLDERS = 256;
/** Extended attributes come in such headers, too: the kernel allows 64 KiB each. */
const MAX_EXTENDED = 1 << 20;
/** Archives are padded to whole records; what goes on and on behind the end is no padding. */
const MAX_PADDING = 1 << 24;

/** What is passed over at once before the budget is asked. */
const STEP = 1 << 20;

interface Entries {
  readonly tree: MemoryTree;
  readonly problems: ProblemList;
  readonly budget: Budget;
  readonly seen: Set<string>;
  readonly hardLinks: { readonly path: string; readonly target: string }[];
}

/**
 * Reads to the end of the archive, and of the stream, unless that goes on without end.
 * @throws CutOff, Damaged; RootUnreadable where the budget is spent
 */
export async function readTar(bytes: Bytes, budget: Budget, handle?: EntryHandler): Promise<TarContent> {
  const problems = problemList();
  const tree = memoryTree(problems.listed);
  const entries: Entries = { tree, problems, budget, seen: new Set(), hardLinks: [] };
  let global: ReadonlyMap<string, string> = new Map();
  let zeros = 0;
  while (zeros < 2) {
    if (!bytes.ready(BLOCK) && !(await bytes.fill(BLOCK))) break;
    const block = bytes.take(BLOCK);
    if (isZero(block)) {
      zeros++;
      continue;
    }
    zeros = 0;
    let header = tarHeader(block);
    if (header?.type === 'g') {
      global = new Map([...global, ...paxRecords(await extended(bytes, header))]);
      continue;
    }
    header = header && (await wholeHeader(bytes, header, global));
    if (header === undefined) throw new Damaged('what should be a header is none');
    budget.entry();
    budget.file(header.size);
    await readEntry(bytes, entries, header, handle);
  }
  if (zeros === 0) {
    if (bytes.peek(1).length > 0) throw new CutOff();
    if (entries.seen.size > 0)
      problems.note('truncated', '/', 'the archive has no end mark: it may be cut off, and later files missing');
  } else if (await goesOn(bytes))
    problems.note(
      'after-end',
      '/',
      'the archive goes on behind its end mark, as two archives in one do; that is not read (tar -i would)',
    );
  linkHard(entries);
  return { tree, problems: problems.listed };
}

/** Whether anything but zeros follows. Reads on, so that who writes into a pipe is not cut off. */
async function goesOn(bytes: Bytes): Promise<boolean> {
  let other = false;
  let read = 0;
  for await (const part of bytes.rest()) {
    read += part.length;
    other ||= !isZero(part);
    if (read > MAX_PADDING) break;
  }
  return other;
}

/** The content of a header that is about the next one. */
async function extended(bytes: Bytes, { size }: TarHeader): Promise<Uint8Array> {
  if (size > MAX_EXTENDED) throw new Damaged(`a header of ${size} bytes`);
  if (!(await bytes.fill(padded(size)))) throw new CutOff();
  return bytes.take(padded(size)).subarray(0, size);
}

/** The header with what those before it say: long names, pax records. undefined: what follows them is no header. */
async function wholeHeader(
  bytes: Bytes,
  first: TarHeader,
  global: ReadonlyMap<string, string>,
): Promise<TarHeader | undefined> {
  let header: TarHeader | undefined = first;
  let records = global;
  for (let met = 0; header !== undefined && 'xXLK'.includes(header.type); met++) {
    if (met > 16) return undefined;
    const content = await extended(bytes, header);
    const own: ReadonlyMap<string, string> =
      header.type === 'L'
        ? new Map([['path', longName(content)]])
        : header.type === 'K'
          ? new Map([['linkpath', longName(content)]])
          : paxRecords(content);
    records = new Map([...records, ...own]);
    if (!(await bytes.fill(BLOCK))) throw new CutOff();
    header = tarHeader(bytes.take(BLOCK));
  }
  if (header?.type === 'S') await skipSparseMap(bytes, header);
  const sparse = [...records.keys()].some((key) => key.startsWith('GNU.sparse.'));
  const whole = header && withRecords(header, records);
  return sparse && whole !== undefined ? { ...whole, type: 'S' } : whole;
}

/** GNU's old sparse files: where there are more pieces than fit the header, blocks of 21 follow it, each saying whether another does. */
async function skipSparseMap(bytes: Bytes, { mapGoesOn }: TarHeader): Promise<void> {
  for (let more = mapGoesOn; more; more = bytes.take(BLOCK)[504] !== 0)
    if (!(await bytes.fill(BLOCK))) throw new CutOff();
}

async function readEntry(
  bytes: Bytes,
  entries: Entries,
  header: TarHeader,
  handle: EntryHandler | undefined,
): Promise<void> {
  const { problems, seen, budget } = entries;
  // Links, devices and folders have no content, whatever their header says of a size.
  let open = /[1-6]/.test(header.type) ? 0 : padded(header.size);
  const content = (): Bytes =>
    nextOf(bytes, header.size, (passed) => {
      open -= passed;
      budget.unpacked(passed);
    });
  const path = inside(header.name);
  if (path === undefined) problems.note('path-traversal', header.name, 'its name leads out of the root; left out');
  else if (path.length >= MAX_NAME || path.split('/').length > MAX_FOLDERS)
    problems.note('long-name', path.slice(0, 200), 'its name is longer than any file system allows; left out');
  else if (path !== '/') {
    if (seen.has(path) && header.type !== '5')
      problems.note('duplicate-entry', path, 'stands in the archive more than once; the last one counts');
    seen.add(path);
    const handled = header.type === '0' && handle !== undefined && (await handle(path.slice(1), header.size, content));
    if (!handled) {
      const wanted = header.type === '0' || header.type === '7' ? await worthReading(bytes, entries, header, path) : 0;
      addEntry(bytes.take(wanted), entries, header, path);
      open -= wanted;
      budget.unpacked(wanted);
    }
    budget.names(entries.tree.weight());
  }
  budget.unpacked(BLOCK);
  while (open > 0) {
    const step = Math.min(open, STEP);
    const passed = bytes.skip(step);
    if (!(passed instanceof Promise ? await passed : passed)) throw new CutOff();
    budget.unpacked(step);
    open -= step;
  }
}

/** How many bytes of a file are to be kept; as many are ready then. */
async function worthReading(bytes: Bytes, { budget }: Entries, { size }: TarHeader, path: string): Promise<number> {
  const keep = keeping(path.slice(1), size, budget.isWhole);
  if (!bytes.ready(keep.first) && !(await bytes.fill(keep.first))) throw new CutOff();
  const wanted = worthKeeping(bytes.peek(keep.first), keep);
  if (!bytes.ready(wanted) && !(await bytes.fill(wanted))) throw new CutOff();
  return wanted;
}

/** @param head of a file, what is kept of it */
function addEntry(
  head: Uint8Array,
  { tree, problems, budget, hardLinks }: Entries,
  header: TarHeader,
  path: string,
): void {
  const { uid, gid, mtime, size, linkname } = header;
  const mode = header.mode & 0o7777;
  switch (header.type) {
    case '5':
    case 'D':
      tree.add(path, { kind: 'dir', size: 0, mode, uid, gid, mtime });
      break;
    case '2':
      tree.add(path, { kind: 'link', size: 0, mode, uid, gid, mtime, linkTarget: linkname.slice(0, MAX_NAME) });
      break;
    case '1': {
      const target = inside(linkname);
      if (target === undefined) problems.note('path-traversal', path, 'is a hard link out of the root; left out');
      else hardLinks.push({ path, target });
      break;
    }
    case '0':
    case '7': {
      // A copy: a slice would keep the whole of the stream's buffer alive.
      const content = Buffer.from(head);
      budget.keep(content.length);
      tree.add(path, { kind: 'file', size, mode, uid, gid, mtime, content });
      break;
    }
    case 'S':
      problems.note('sparse-file', path, 'is stored as a sparse file; its content is not read');
      tree.add(path, { kind: 'file', size: header.real ?? size, mode, uid, gid, mtime });
      break;
    case '3':
    case '4':
    case '6':
      tree.add(path, { kind: 'other', size: 0, mode, uid, gid, mtime });
      break;
    default:
      problems.note('unknown-entry', path, 'is of a kind that is not read (a volume label, a part of another volume)');
  }
}

function linkHard({ tree, problems, hardLinks }: Entries): void {
  for (const { path, target } of hardLinks) {
    const content = tree.entry(target);
    if (content?.kind === 'file') tree.add(path, content);
    else problems.note('hard-link', path, `is a hard link to ${target}, which the archive does not hold; left out`);
  }
}

function padded(size: number): number {
  return Math.ceil(size / BLOCK) * BLOCK;
}

/** Names with nothing to be left out of them but a `./` at the front. */
const PLAIN = /^(?:\.\/)?(?:[^./\0][^/\0]*\/)*[^./\0][^/\0]*$/;

/** `./etc/fstab` to `/etc/fstab`; undefined where `..` stands in it. */
function inside(name: string): string | undefined {
  // Nearly every name.
  if (PLAIN.test(name)) return name.charCodeAt(0) === 0x2e ? name.slice(1) : `/${name}`;
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  return parts.includes('..') || name.includes('\0') ? undefined : `/${parts.join('/')}`;
}
