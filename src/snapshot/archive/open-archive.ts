/** A root as it comes: tar in any of the usual compressions, a container image, a sosreport; from a file or a pipe. */
import { constants, createReadStream, fstatSync, openSync, statSync } from 'node:fs';
import type { MemoryTree } from '../memory-tree.ts';
import { openSnapshot } from '../open.ts';
import { noImages, RootUnreadable } from '../root-unreadable.ts';
import type { Tree } from '../snapshot.ts';
import type { SourceWish } from '../source-wish.ts';
import { asBuffer, type Bytes, bytesOf, CutOff, NotUnpacked } from './bytes.ts';
import { type Compression, compressionOf } from './compression.ts';
import { type FileBytes, fileBytes } from './file-bytes.ts';
import { FOREIGN_HEAD, foreignFile } from './foreign.ts';
import { IMAGE_PART, isOfImage, MAX_DOCUMENT, stackImage } from './image.ts';
import { wholeBelow } from './keep.ts';
import { type Budget, newBudget } from './limits.ts';
import { type EntryHandler, readTar, type TarContent } from './read-tar.ts';
import { BLOCK, isZero, tarHeader } from './tar-header.ts';
import { isRecord, textAlone } from './text-alone.ts';

type Chunks = AsyncIterable<Uint8Array>;

/** @throws RootUnreadable where the file is no archive that can be read to its end */
export async function openArchive(file: string, reads: readonly string[], wish: SourceWish = {}): Promise<MemoryTree> {
  const tree = await readFile(file, reads, wish);
  return tree ?? (await readArchive(createReadStream(file, { highWaterMark: 1 << 18 }), file, reads, wish));
}

/** A file on disk; of an archive that is not packed, only what is kept is read. undefined: it is none. @throws RootUnreadable */
async function readFile(file: string, reads: readonly string[], wish: SourceWish): Promise<MemoryTree | undefined> {
  let bytes: FileBytes | undefined;
  try {
    // What may wait for a writer is not opened here.
    if (!statSync(file).isFile()) return undefined;
    const budget = newBudget(file, wholeBelow(reads), wish.onRead);
    const fd = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    bytes = fileBytes(fd, fstatSync(fd).size, budget.packed);
    return await readBytes(bytes, budget, file, wish);
  } catch (error) {
    throw asUnreadable(error, file);
  } finally {
    bytes?.close();
  }
}

/**
 * @param label what to call it in messages
 * @param reads paths whose files are kept whole: what the readers of a root declare
 * @throws RootUnreadable as openArchive
 */
export async function readArchive(
  source: Chunks,
  label: string,
  reads: readonly string[],
  wish: SourceWish = {},
): Promise<MemoryTree> {
  const budget = newBudget(label, wholeBelow(reads), wish.onRead);
  try {
    return await readBytes(bytesOf(counted(source, budget)), budget, label, wish);
  } catch (error) {
    throw asUnreadable(error, label);
  } finally {
    // What goes on behind the end is not waited for.
    if ('destroy' in source && typeof source.destroy === 'function') source.destroy();
  }
}

async function readBytes(source: Bytes, budget: Budget, label: string, wish: SourceWish): Promise<MemoryTree> {
  const layers = new Map<string, TarContent>();
  const documents = new Map<string, Uint8Array>();
  const take: EntryHandler['take'] = async (name, size, bytes) => {
    if (IMAGE_PART.test(name) && (await looksPacked(bytes))) {
      layers.set(name, await readPacked(bytes, budget));
      for await (const _ of bytes.rest());
    } else if (size <= MAX_DOCUMENT) {
      budget.keep(size);
      documents.set(name, await bufferOf(bytes.rest()));
    } else for await (const _ of bytes.rest());
  };
  const outer = await readPacked(source, budget, label, { wants: isOfImage, take });
  const image = await stackImage(
    (name) => jsonOf(documents.get(name)),
    (name) => layers.get(name),
    budget,
    label,
    wish.image,
  );
  if (image === undefined && wish.image !== undefined) throw noImages(label);
  const { tree } = image ?? outer;
  if (image === undefined && documents.size > 0 && (tree.list('/') ?? []).length === 0)
    throw new RootUnreadable(`${label}: a container image without a manifest that names its layers; save it again`);
  refuseNoRoot(tree, label);
  return tree;
}

/**
 * An OCI image layout as a folder. Its blobs are found as the root's own files are: no link in it leads out.
 * @returns undefined where the folder is none. @throws RootUnreadable as openArchive
 */
export async function openImageFolder(
  folder: Tree,
  label: string,
  reads: readonly string[],
  wish: SourceWish = {},
): Promise<MemoryTree | undefined> {
  const budget = newBudget(label, wholeBelow(reads), wish.onRead);
  const snapshot = openSnapshot(folder, label);
  const chunks = async function* (name: string): AsyncGenerator<Uint8Array> {
    const real = snapshot.realpath(`/${name}`);
    if (real !== undefined && snapshot.lstat(real)?.kind === 'file') yield* folder.chunks?.(real) ?? [];
  };
  try {
    const image = await stackImage(
      (name) => {
        const { kind, size } = snapshot.stat(`/${name}`) ?? {};
        return kind === 'file' && (size ?? 0) <= MAX_DOCUMENT ? jsonOf(snapshot.readBytes(`/${name}`)) : undefined;
      },
      async (name) => {
        const bytes = bytesOf(counted(chunks(name), budget));
        return (await looksPacked(bytes)) ? readPacked(bytes, budget) : undefined;
      },
      budget,
      label,
      wish.image,
    );
    return image?.tree;
  } catch (error) {
    throw asUnreadable(error, label);
  }
}

async function* counted(source: Chunks, budget: Budget): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    budget.packed(chunk.length);
    yield chunk;
  }
}

/** @param alone what to call a text that stands in place of a tar (text-alone.ts); undefined: none is taken */
async function readPacked(packed: Bytes, budget: Budget, alone?: string, handler?: EntryHandler): Promise<TarContent> {
  await packed.fill(BLOCK);
  const compression = compressionOf(packed.peek(BLOCK));
  const plain =
    compression === 'none' ? packed : await (await import('./decompress.ts')).decompress(packed, compression);
  await plain.fill(BLOCK);
  const head = asBuffer(plain.peek(BLOCK));
  if (alone !== undefined && isRecord(head)) return textAlone(plain.rest(), budget, alone);
  if (tarHeader(head) === undefined) await refuseForeign(plain, compression);
  if (!isTar(head)) throw new NoArchive();
  return readTar(plain, budget, handler);
}

/** Of what is no archive: any bytes may stand in one. @throws NoArchive where it is known what it is */
async function refuseForeign(plain: Bytes, compression: Compression): Promise<void> {
  await plain.fill(FOREIGN_HEAD);
  const head = asBuffer(plain.peek(FOREIGN_HEAD));
  if (compression === 'none') {
    const what = foreignFile(head);
    if (what !== undefined) throw new NoArchive(`is ${what}`);
    return;
  }
  const what =
    compressionOf(head) === 'none' ? foreignFile(head) : 'packed once more: unpack it once and give what comes';
  if (what !== undefined) throw new NoArchive(`is packed (${compression}), and what is in it is ${what}`);
}

/** The bytes are no tar; the message says what they are, where that is known. */
class NoArchive extends Error {}

/** An empty archive is zeros. */
function isTar(head: Buffer): boolean {
  return head.length === BLOCK && (tarHeader(head) !== undefined || isZero(head));
}

async function looksPacked(bytes: Bytes): Promise<boolean> {
  await bytes.fill(BLOCK);
  const head = asBuffer(bytes.peek(BLOCK));
  return compressionOf(head) !== 'none' || isTar(head);
}

async function bufferOf(chunks: Chunks): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of chunks) parts.push(Uint8Array.prototype.slice.call(part));
  return Buffer.concat(parts);
}

function jsonOf(bytes: Uint8Array | undefined): unknown {
  try {
    return bytes && JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined;
  }
}

const PACKED = /\.(tar|tgz|txz|tbz2?|tzst|tar\.(gz|xz|bz2|zst|lz4|lz|lzo|lzma|Z)|7z|zip)$/;

/** What unpacks well and holds nothing to explain: an empty archive, or one that only holds another. */
function refuseNoRoot(tree: MemoryTree, label: string): void {
  const top = tree.list('/') ?? [];
  if (top.length === 0) throw new RootUnreadable(`${label}: the archive holds no file; pack the root again`);
  const inner = top.filter(({ kind }) => kind === 'file').map(({ name }) => name);
  const packed = inner.find((name) => PACKED.test(name));
  if (packed !== undefined && !top.some(({ kind }) => kind !== 'file'))
    throw new RootUnreadable(`${label}: holds no root, but an archive; unpack it and give ${packed.slice(0, 200)}`);
}

function asUnreadable(error: unknown, label: string): RootUnreadable {
  if (error instanceof RootUnreadable) return error;
  return new RootUnreadable(`${label}: ${wordsFor(error)}`);
}

function wordsFor(error: unknown): string {
  if (error instanceof NotUnpacked) return error.message;
  if (error instanceof NoArchive)
    return (
      error.message ||
      'neither a folder nor a tar archive (plain, gzip, xz, zstd or bzip2); give a folder or an archive of a root'
    );
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'no such file or folder';
  if (code === 'EACCES') return 'may not be read; run as a user who may';
  if (typeof code === 'string' && /^E[A-Z]+$/.test(code)) return `cannot be read (${code})`;
  const parts = error instanceof CutOff ? ', or join its parts (cat) where it was split' : '';
  return `the archive is cut off or damaged (${message}); copy it again${parts}`;
}
