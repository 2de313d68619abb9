/** A tar stream into a tree in memory: every name, and of each file as much as `keep.ts` says. */
import { type MemoryTree, memoryTree } from '../memory-tree.ts';
import type { SnapshotProblem } from '../snapshot.ts';
import { asBuffer, type Bytes, CutOff, nextOf } from './bytes.ts';
import { addOther, type Entries, linkHard, noteApart, noteTwice, pathOf } from './entries.ts';
import { worthKeeping } from './keep.ts';
import { fileKeeper } from './kept-file.ts';
import type { Budget } from './limits.ts';
import { problemList } from './problems.ts';
import { type ContentMap, mapInContent, type SparseMap, withHoles } from './sparse.ts';
import { BLOCK, isZero, padded, paxRecords, type TarHeader, tarHeader } from './tar-header.ts';
import { Damaged, extended, wholeHeader } from './whole-header.ts';

export interface TarContent {
  readonly tree: MemoryTree;
  readonly problems: readonly SnapshotProblem[];
}

/** Takes entries that are more than files (an image's layers). */
export interface EntryHandler {
  /** Whether it takes the one of that name. */
  readonly wants: (name: string) => boolean;
  /** Reads all of its bytes. */
  readonly take: (name: string, size: number, content: Bytes) => Promise<void>;
}

/** Archives are padded to whole records; what goes on and on behind the end is no padding. */
const MAX_PADDING = 1 << 24;

/** What is passed over at once before the budget is asked. */
const STEP = 1 << 20;

/**
 * Reads to the end of the archive, and of the stream, unless that goes on without end. What is at hand is read without waiting: a
 * promise for each entry would take longer than most entries do.
 * @throws CutOff, Damaged; RootUnreadable where the budget is spent
 */
export async function readTar(bytes: Bytes, budget: Budget, handler?: EntryHandler): Promise<TarContent> {
  const problems = problemList();
  const tree = memoryTree(problems.listed);
  const entries: Entries = { tree, problems, budget, keep: fileKeeper(), apart: new Set(), hardLinks: [] };
  let global: ReadonlyMap<string, string> = new Map();
  let zeros = 0;
  let any = false;
  while (zeros < 2) {
    if (!bytes.ready(BLOCK) && !(await bytes.fill(BLOCK))) break;
    const { bytes: block, at } = bytes.here();
    if (isZero(block, at, at + BLOCK)) {
      bytes.skip(BLOCK);
      zeros++;
      continue;
    }
    zeros = 0;
    let header = tarHeader(block, at);
    bytes.skip(BLOCK);
    if (header?.type === 'g') {
      global = new Map([...global, ...paxRecords(await extended(bytes, header))]);
      continue;
    }
    if (header !== undefined && (global.size > 0 || 'xXLKS'.includes(header.type)))
      header = await wholeHeader(bytes, header, global);
    if (header === undefined) throw new Damaged('what should be a header is none');
    budget.entry();
    budget.file(header.size);
    any = true;
    const read = readEntry(bytes, entries, header, handler);
    if (read !== undefined) await read;
  }
  if (zeros === 0) {
    if (bytes.peek(1).length > 0) throw new CutOff();
    if (any) problems.note('truncated', '/', 'the archive has no end mark: it may be cut off, and later files missing');
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

/** @returns undefined where nothing had to be waited for */
function readEntry(
  bytes: Bytes,
  entries: Entries,
  header: TarHeader,
  handler: EntryHandler | undefined,
): Promise<void> | undefined {
  const { budget } = entries;
  const { type, size } = header;
  budget.unpacked(BLOCK);
  const path = pathOf(header.name, entries.problems);
  if (path !== undefined) {
    if (type === '0' && handler?.wants(path.slice(1))) return readHandled(bytes, entries, header, path, handler);
    if (type === '0' || type === '7') return readFile(bytes, entries, header, path);
    if (type === 'S' && header.map !== undefined) return readSparse(bytes, entries, header, path, header.map);
    addOther(entries, header, path);
  }
  // Links, devices and folders have no content, whatever their header says of a size.
  return /[1-6]/.test(type) ? undefined : passOver(bytes, budget, padded(size));
}

async function readHandled(
  bytes: Bytes,
  entries: Entries,
  header: TarHeader,
  path: string,
  { take }: EntryHandler,
): Promise<void> {
  const { budget } = entries;
  let open = padded(header.size);
  const content = nextOf(bytes, header.size, (passed) => {
    open -= passed;
    budget.unpacked(passed);
  });
  noteApart(entries, path);
  await take(path.slice(1), header.size, content);
  await passOver(bytes, budget, open);
}

function readFile(bytes: Bytes, entries: Entries, header: TarHeader, path: string): Promise<void> | undefined {
  const { budget, tree } = entries;
  const { size } = header;
  const keeping = budget.keeping(path.slice(1), size);
  if (!bytes.ready(keeping.first)) return readFilled(keeping.first, bytes, entries, header, path);
  const place = bytes.here();
  const wanted = worthKeeping(place.bytes, place.at, keeping);
  if (!bytes.ready(wanted)) return readFilled(wanted, bytes, entries, header, path);
  const { bytes: from, at } = bytes.here();
  budget.keep(wanted);
  noteTwice(entries, path, tree.add(path, entries.keep(header, from, at, wanted)));
  budget.names(tree.weight());
  return passOver(bytes, budget, padded(size));
}

/** As `readFile`, once `count` bytes of it are there. */
async function readFilled(
  count: number,
  bytes: Bytes,
  entries: Entries,
  header: TarHeader,
  path: string,
): Promise<void> {
  if (!(await bytes.fill(count))) throw new CutOff();
  await readFile(bytes, entries, header, path);
}

async function readSparse(
  bytes: Bytes,
  entries: Entries,
  header: TarHeader,
  path: string,
  { segments: known, inContent }: SparseMap,
): Promise<void> {
  const { budget, tree } = entries;
  const size = header.real ?? header.size;
  const keeping = budget.keeping(path.slice(1), size);
  const most = Math.max(keeping.first, keeping.ofScript);
  const { segments, length } = inContent ? await mapOf(bytes, header.size) : { segments: known, length: 0 };
  bytes.skip(padded(length));
  budget.unpacked(padded(length));
  const all = header.size - padded(length);
  if (!(await bytes.fill(Math.min(all, most)))) throw new CutOff();
  const content = withHoles(segments, asBuffer(bytes.peek(Math.min(all, most))), all, size, most);
  if (content === undefined) addOther(entries, header, path);
  else {
    const wanted = worthKeeping(content, 0, keeping);
    budget.keep(wanted);
    noteTwice(entries, path, tree.add(path, entries.keep({ ...header, size }, content, 0, wanted)));
    budget.names(tree.weight());
  }
  await passOver(bytes, budget, padded(all));
}

/** The map of a sparse file that its content begins with. @throws Damaged where there is none */
async function mapOf(bytes: Bytes, size: number): Promise<ContentMap> {
  for (let count = BLOCK; ; count *= 2) {
    if (!(await bytes.fill(Math.min(count, size)))) throw new CutOff();
    const map = mapInContent(asBuffer(bytes.peek(Math.min(count, size))));
    if (map === undefined || count >= 2 * size) throw new Damaged('a sparse file without its map');
    if (map !== 'more' && padded(map.length) <= size) return map;
  }
}

function passOver(bytes: Bytes, budget: Budget, length: number): Promise<void> | undefined {
  for (let open = length; open > 0; open -= STEP) {
    const step = Math.min(open, STEP);
    const passed = bytes.skip(step);
    if (passed instanceof Promise) return passOn(passed, bytes, budget, open);
    if (!passed) throw new CutOff();
    budget.unpacked(step);
  }
  return undefined;
}

/** As `passOver`, from a step on that has begun. */
async function passOn(begun: Promise<boolean>, bytes: Bytes, budget: Budget, length: number): Promise<void> {
  let passed: boolean | Promise<boolean> = begun;
  for (let open = length; open > 0; ) {
    if (!(await passed)) throw new CutOff();
    budget.unpacked(Math.min(open, STEP));
    open -= STEP;
    if (open > 0) passed = bytes.skip(Math.min(open, STEP));
  }
}
