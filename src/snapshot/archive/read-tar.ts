/** A tar stream into a tree in memory: every name, and of each file as much as `keep.ts` says. */
import { type MemoryTree, memoryTree } from '../memory-tree.ts';
import type { SnapshotProblem } from '../snapshot.ts';
import { type Bytes, CutOff } from './bytes.ts';
import { keeping, kept } from './keep.ts';
import type { Budget } from './limits.ts';
import { type ProblemList, problemList } from './problems.ts';
import { BLOCK, isZero, longName, paxRecords, type TarHeader, tarHeader, withRecords } from './tar-header.ts';

export interface TarContent {
  readonly tree: MemoryTree;
  readonly problems: readonly SnapshotProblem[];
}

/** Takes an entry that is more than a file (an image's layer). It reads none of its bytes, or all. */
export type Claim = (name: string, size: number, content: () => AsyncGenerator<Uint8Array>) => Promise<boolean>;

/** No header where one must be. */
class Damaged extends Error {}

/** Longer names, and deeper ones, no file system has (PATH_MAX) and no root needs. */
const MAX_NAME = 4096;
const MAX_FOLDERS = 256;
/** Extended attributes come in such headers, too: the kernel allows 64 KiB each. */
const MAX_EXTENDED = 1 << 20;
/** Archives are padded to whole records; what goes on and on behind the end is no padding. */
const MAX_PADDING = 1 << 24;

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
export async function readTar(bytes: Bytes, budget: Budget, claim?: Claim): Promise<TarContent> {
  const problems = problemList();
  const tree = memoryTree(problems.told);
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
    await readEntry(bytes, entries, header, claim);
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
  return { tree, problems: problems.told };
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

async function readEntry(bytes: Bytes, entries: Entries, header: TarHeader, claim: Claim | undefined): Promise<void> {
  const { problems, seen, budget } = entries;
  // Links, devices and folders have no content, whatever their header says of a size.
  let open = /[1-6]/.test(header.type) ? 0 : padded(header.size);
  async function* content(): AsyncGenerator<Uint8Array> {
    for (let left = header.size; left > 0; ) {
      const part = await bytes.some(left);
      if (part.length === 0) throw new CutOff();
      left -= part.length;
      open -= part.length;
      budget.unpacked(part.length);
      yield part;
    }
  }
  const path = inside(header.name);
  if (path === undefined) problems.note('path-traversal', header.name, 'its name leads out of the root; left out');
  else if (path.length >= MAX_NAME || path.split('/').length > MAX_FOLDERS)
    problems.note('long-name', path.slice(0, 200), 'its name is longer than any file system allows; left out');
  else if (path !== '/') {
    if (seen.has(path) && header.type !== '5')
      problems.note('duplicate-entry', path, 'stands in the archive more than once; the last one counts');
    seen.add(path);
    const claimed = header.type === '0' && claim !== undefined && (await claim(path.slice(1), header.size, content));
    if (!claimed) await addEntry(bytes, entries, header, path, (taken) => (open -= taken));
    budget.names(entries.tree.weight());
  }
  budget.unpacked(BLOCK);
  while (open > 0) {
    const part = await bytes.some(open);
    if (part.length === 0) throw new CutOff();
    budget.unpacked(part.length);
    open -= part.length;
  }
}

async function addEntry(
  bytes: Bytes,
  { tree, problems, budget, hardLinks }: Entries,
  header: TarHeader,
  path: string,
  taken: (bytes: number) => void,
): Promise<void> {
  const { mode, uid, gid, mtime, size, linkname } = header;
  const common = { mode: mode & 0o7777, uid, gid, mtime };
  switch (header.type) {
    case '5':
    case 'D':
      return tree.add(path, { ...common, kind: 'dir', size: 0 });
    case '2':
      return tree.add(path, { ...common, kind: 'link', size: 0, linkTarget: linkname.slice(0, MAX_NAME) });
    case '1': {
      const target = inside(linkname);
      if (target === undefined) problems.note('path-traversal', path, 'is a hard link out of the root; left out');
      else hardLinks.push({ path, target });
      return;
    }
    case '0':
    case '7': {
      const keep = keeping(path.slice(1), size, budget.isWhole);
      const wanted = Math.min(size, keep.read);
      if (!bytes.ready(wanted) && !(await bytes.fill(wanted))) throw new CutOff();
      // A copy: a slice would keep the whole of the stream's buffer alive.
      const head = bytes.take(wanted);
      taken(wanted);
      budget.unpacked(wanted);
      const content = Uint8Array.prototype.slice.call(kept(head, keep));
      budget.keep(content.length);
      return tree.add(path, { ...common, kind: 'file', size, content });
    }
    case 'S':
      problems.note('sparse-file', path, 'is stored as a sparse file; its content is not read');
      return tree.add(path, { ...common, kind: 'file', size: header.real ?? size });
    case '3':
    case '4':
    case '6':
      return tree.add(path, { ...common, kind: 'other', size: 0 });
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

/** `./etc/fstab` to `/etc/fstab`; undefined where `..` stands in it. */
function inside(name: string): string | undefined {
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  return parts.includes('..') || name.includes('\0') ? undefined : `/${parts.join('/')}`;
}
