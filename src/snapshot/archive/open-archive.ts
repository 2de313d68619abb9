/** A root as it comes: tar in any of the usual compressions, a container image, a sosreport; from a file or a pipe. */
import { createReadStream, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { MemoryTree } from '../memory-tree.ts';
import { RootUnreadable } from '../root-unreadable.ts';
import { compressionOf, decompress } from './decompress.ts';
import { IMAGE_DOCUMENT, IMAGE_PART, type ImageParts, stackImage } from './image.ts';
import { type Budget, newBudget } from './limits.ts';
import { readTar, type TarContent } from './read-tar.ts';
import { isRecord, textAlone } from './text-alone.ts';

/** Larger documents are no manifest. */
const MAX_DOCUMENT = 8 * 1024 * 1024;

/** @throws RootUnreadable where the file is no archive that can be read to its end */
export function openArchive(file: string): Promise<MemoryTree> {
  return readArchive(createReadStream(file, { highWaterMark: 1 << 18 }), file);
}

/** @param label what to call it in messages. @throws RootUnreadable as openArchive */
export async function readArchive(source: Readable, label: string): Promise<MemoryTree> {
  const budget = newBudget(label);
  const counted = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of source as AsyncIterable<Uint8Array>) {
      budget.packed(chunk.length);
      yield chunk;
    }
  };
  const parts = newParts();
  try {
    const outer = await readPacked(
      Readable.from(counted(), { objectMode: false }),
      budget,
      label,
      async (name, header, entry) => {
        if (header.type !== 'file' || !(IMAGE_PART.test(name) || IMAGE_DOCUMENT.test(name))) return false;
        await takePart(parts, name, header.size ?? 0, entry, budget);
        return true;
      },
    );
    return (stackImage(parts, label) ?? outer).tree;
  } catch (error) {
    throw asUnreadable(error, label);
  }
}

/** An OCI image layout as a folder. @returns undefined where the folder is none. @throws RootUnreadable as openArchive */
export async function openImageFolder(folder: string): Promise<MemoryTree | undefined> {
  const budget = newBudget(folder);
  const parts = newParts();
  try {
    for (const name of ['index.json', 'manifest.json', ...blobNames(folder)]) {
      const path = join(folder, name);
      const stat = lstatSync(path, { throwIfNoEntry: false });
      if (stat?.isFile() !== true) continue;
      budget.packed(stat.size);
      await takePart(parts, name, stat.size, createReadStream(path), budget);
    }
    return stackImage(parts, folder)?.tree;
  } catch (error) {
    throw asUnreadable(error, folder);
  }
}

function blobNames(folder: string): readonly string[] {
  const blobs = join(folder, 'blobs');
  return readdirSync(blobs).flatMap((algorithm) =>
    readdirSync(join(blobs, algorithm)).map((digest) => `blobs/${algorithm}/${digest}`),
  );
}

interface GrowingParts extends ImageParts {
  readonly layers: Map<string, TarContent>;
  readonly documents: Map<string, unknown>;
}

function newParts(): GrowingParts {
  return { layers: new Map(), documents: new Map() };
}

/** One entry of an image: a layer is read into a tree, a document as JSON, anything else is passed over. */
async function takePart(
  { layers, documents }: GrowingParts,
  name: string,
  size: number,
  content: Readable,
  budget: Budget,
): Promise<void> {
  const { head, whole } = await peek(content);
  if (IMAGE_PART.test(name) && looksPacked(head)) layers.set(name, await readPacked(whole, budget, name));
  else if (size <= MAX_DOCUMENT) documents.set(name, jsonOf(await buffer(whole)));
  else whole.resume();
}

function asUnreadable(error: unknown, label: string): RootUnreadable {
  return error instanceof RootUnreadable ? error : new RootUnreadable(`${label}: ${wordsFor(error)}`);
}

async function readPacked(
  source: Readable,
  budget: Budget,
  label: string,
  claim?: Parameters<typeof readTar>[2],
): Promise<TarContent> {
  const { head, whole } = await peek(source);
  const compression = compressionOf(head);
  if (compression === 'none' && isRecord(head)) return textAlone(whole, budget, label);
  if (compression === 'none' && !isTar(head)) throw new RootUnreadableContent();
  const plain = await decompress(whole, compression);
  if (compression === 'none') return readTar(plain, budget, claim);
  const inner = await peek(plain);
  if (isRecord(inner.head)) return textAlone(inner.whole, budget, label);
  if (!isTar(inner.head)) throw new RootUnreadableContent();
  return readTar(inner.whole, budget, claim);
}

/** The bytes are no tar. */
class RootUnreadableContent extends Error {}

/** The first 512 bytes of a stream, and the stream with them put back. */
async function peek(source: Readable): Promise<{ readonly head: Uint8Array; readonly whole: Readable }> {
  const iterator = source[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  const chunks: Uint8Array[] = [];
  let length = 0;
  while (length < 512) {
    const { done, value } = await iterator.next();
    if (done === true) break;
    chunks.push(value);
    length += value.length;
  }
  const head = Buffer.concat(chunks);
  async function* all(): AsyncGenerator<Uint8Array> {
    if (head.length > 0) yield head;
    for (;;) {
      const { done, value } = await iterator.next();
      if (done === true) return;
      yield value;
    }
  }
  return { head, whole: Readable.from(all(), { objectMode: false }) };
}

/** A tar header's checksum: the sum of its bytes with the checksum's own as blanks (tar(5)). An empty archive is zeros. */
function isTar(head: Uint8Array): boolean {
  if (head.length < 512) return false;
  let sum = 0;
  for (let i = 0; i < 512; i++) sum += i >= 148 && i < 156 ? 32 : (head[i] ?? 0);
  const stored = Number.parseInt(
    Buffer.from(head.subarray(148, 156))
      .toString('latin1')
      .replace(/[\0 ]+$/, '')
      .trim(),
    8,
  );
  return sum === stored || head.subarray(0, 512).every((byte) => byte === 0);
}

function looksPacked(head: Uint8Array): boolean {
  return compressionOf(head) !== 'none' || isTar(head);
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

function wordsFor(error: unknown): string {
  if (error instanceof RootUnreadableContent)
    return 'neither a folder nor a tar archive (plain, gzip, xz, zstd or bzip2); give a folder or an archive of a root';
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'no such file or folder';
  if (code === 'EACCES') return 'may not be read; run as a user who may';
  if (typeof code === 'string' && /^E[A-Z]+$/.test(code)) return `cannot be read (${code})`;
  return `the archive is cut off or damaged (${message}); copy it again`;
}
