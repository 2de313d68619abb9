/** A tar stream into a tree in memory: every name, and of each file as much as `keep.ts` says. */
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { extract, type Header } from 'tar-stream';
import { type MemoryTree, memoryTree } from '../memory-tree.ts';
import type { SnapshotProblem } from '../snapshot.ts';
import { keeping, kept } from './keep.ts';
import type { Budget } from './limits.ts';

export interface TarContent {
  readonly tree: MemoryTree;
  readonly problems: SnapshotProblem[];
}

/**
 * Reads to the end of the stream.
 * @param claim takes an entry that is more than a file (an image's layer) and reads it; it says whether it did
 * @throws what the stream or tar-stream throws: a truncated or damaged archive
 */
export async function readTar(
  source: Readable,
  budget: Budget,
  claim?: (name: string, header: Header, content: Readable) => Promise<boolean>,
): Promise<TarContent> {
  const problems: SnapshotProblem[] = [];
  const tree = memoryTree(problems);
  const hardLinks: { readonly path: string; readonly target: string }[] = [];
  const seen = new Set<string>();
  let blocks = 0;
  let end: Uint8Array = new Uint8Array();
  const tar = extract();
  const counted = async function* (chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      budget.unpacked(chunk.length);
      blocks += chunk.length;
      end = chunk;
      yield chunk;
    }
  };
  const done = pipeline(source, counted, tar);
  // The loop below meets the same error; this keeps it from being reported twice.
  done.catch(() => undefined);

  for await (const entry of tar) {
    budget.entry();
    const { header } = entry;
    const content = entry as unknown as Readable;
    const path = inside(header.name);
    if (path === undefined) {
      problems.push({ code: 'path-traversal', file: header.name, message: 'its name leads out of the root; left out' });
    } else if (path !== '/') {
      if (seen.has(path) && header.type !== 'directory')
        problems.push({
          code: 'duplicate-entry',
          file: path,
          message: 'stands in the archive more than once; the last one counts',
        });
      seen.add(path);
      if (claim === undefined || !(await claim(path.slice(1), header, content))) await add(path, header, content);
    }
    entry.resume();
  }
  await done;
  for (const { path, target } of hardLinks) {
    const content = tree.entry(target);
    if (content?.kind === 'file') tree.add(path, content);
    else
      problems.push({
        code: 'hard-link',
        file: path,
        message: `is a hard link to ${target}, which the archive does not hold; left out`,
      });
  }
  if (blocks > 0 && !endsWithZeros(end))
    problems.push({
      code: 'truncated',
      file: '/',
      message: 'the archive has no end mark: it may be cut off, and later files missing',
    });
  return { tree, problems };

  async function add(path: string, header: Header, entry: Readable): Promise<void> {
    const { mode = 0o644, uid, gid } = header;
    const common = {
      mode: mode & 0o7777,
      ...(uid === undefined ? {} : { uid }),
      ...(gid === undefined ? {} : { gid }),
    };
    switch (header.type) {
      case 'directory':
        return tree.add(path, { ...common, kind: 'dir', size: 0 });
      case 'symlink':
        return tree.add(path, { ...common, kind: 'link', size: 0, linkTarget: header.linkname ?? '' });
      case 'link': {
        const target = inside(header.linkname ?? '');
        if (target === undefined)
          problems.push({ code: 'path-traversal', file: path, message: 'is a hard link out of the root; left out' });
        else hardLinks.push({ path, target });
        return;
      }
      case 'file':
      case 'contiguous-file': {
        const size = header.size ?? 0;
        if (isSparse(header)) {
          problems.push({
            code: 'sparse-file',
            file: path,
            message: 'is stored as a sparse file; its content is not read',
          });
          return tree.add(path, { ...common, kind: 'file', size });
        }
        const keep = keeping(path.slice(1), size);
        const content = kept(await firstBytes(entry, keep.read), keep);
        budget.keep(content.length);
        return tree.add(path, { ...common, kind: 'file', size, content });
      }
      case 'character-device':
      case 'block-device':
      case 'fifo':
        return tree.add(path, { ...common, kind: 'other', size: 0 });
      default:
        problems.push({
          code: 'unknown-entry',
          file: path,
          message: 'is of a kind that is not read (a GNU sparse file, a volume label)',
        });
    }
  }
}

/** `./etc/fstab` to `/etc/fstab`; undefined where `..` stands in it. */
function inside(name: string): string | undefined {
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  return parts.includes('..') || name.includes('\0') ? undefined : `/${parts.join('/')}`;
}

function isSparse(header: Header): boolean {
  return Object.keys(header.pax ?? {}).some((key) => key.startsWith('GNU.sparse.'));
}

/** Reads on to the end of the entry, keeping the first `limit` bytes. */
async function firstBytes(entry: Readable, limit: number): Promise<Uint8Array> {
  const kept: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of entry as AsyncIterable<Uint8Array>) {
    if (length >= limit) continue;
    const part = chunk.subarray(0, limit - length);
    // A copy: a slice would keep the whole of the stream's buffer alive.
    kept.push(Uint8Array.prototype.slice.call(part));
    length += part.length;
  }
  return kept.length === 1 && kept[0] !== undefined ? kept[0] : Buffer.concat(kept);
}

/** Two blocks of zeros end an archive (tar(5)); the last chunk must hold at least one. */
function endsWithZeros(end: Uint8Array): boolean {
  return end.length === 0 || end.subarray(-512).every((byte) => byte === 0);
}
