/** Zstandard (RFC 8878): a stream is cut into its frames and blocks here; what undoes a block is a library. */
import { type Bytes, CutOff, NotUnpacked } from './bytes.ts';
import { zstdInWasm } from './zstd-wasm.ts';

/** What zstd itself takes without being told to take more (ZSTD_WINDOWLOG_LIMIT_DEFAULT). */
const MAX_WINDOW = 2 ** 27;
/** Block_Maximum_Size: nothing that comes of one block is larger. */
const MAX_BLOCK = 2 ** 17;
const FRAME = 0xfd2fb528;
/** The last four bits are the writer's own. */
const SKIPPED = 0x184d2a50;
/** A magic number, a descriptor, a window, a dictionary's id, a size. */
const LONGEST_HEADER = 4 + 1 + 1 + 4 + 8;
/** A block with its header, and the sum behind the last. */
const LARGEST_PIECE = 3 + MAX_BLOCK + 4;

/**
 * The plain bytes of all frames, each piece valid until the next is asked for; those to be skipped are. Memory is bounded by the
 * window, whatever the stream says.
 * @throws Error where it is none; NotUnpacked where it asks for too much; CutOff where it ends too early
 */
export async function* unzstd(bytes: Bytes): AsyncGenerator<Uint8Array> {
  const unpack = await zstdInWasm(LARGEST_PIECE);
  while (await frameFollows(bytes)) for await (const block of blocksOf(bytes)) yield* unpack(block);
}

/** Passes over frames that are to be skipped; false at the end of the stream. */
async function frameFollows(bytes: Bytes): Promise<boolean> {
  for (;;) {
    if (!(await bytes.fill(8))) {
      if (bytes.peek(1).length === 0) return false;
      throw new CutOff();
    }
    const head = Buffer.from(bytes.peek(8));
    if ((head.readUInt32LE(0) & 0xfffffff0) >>> 0 !== SKIPPED) return true;
    if (!(await bytes.skip(8 + head.readUInt32LE(4)))) throw new CutOff();
  }
}

/** One frame, its header first, then block by block, each valid until the next is asked for: at most MAX_BLOCK bytes come of each. */
async function* blocksOf(bytes: Bytes): AsyncGenerator<Uint8Array> {
  await bytes.fill(LONGEST_HEADER);
  const { length, hasSum } = frameHeader(bytes.peek(LONGEST_HEADER));
  yield bytes.take(length);
  for (let last = false; !last; ) {
    if (!(await bytes.fill(3))) throw new CutOff();
    const [a = 0, b = 0, c = 0] = bytes.peek(3);
    last = (a & 1) === 1;
    const kind = (a >> 1) & 3;
    const size = (a >> 3) | (b << 5) | (c << 13);
    if (kind === 3 || size > MAX_BLOCK) throw new Error('a block of no known kind');
    // A block of one byte over and over holds it once.
    const held = 3 + (kind === 1 ? 1 : size) + (last && hasSum ? 4 : 0);
    if (!(await bytes.fill(held))) throw new CutOff();
    yield bytes.take(held);
  }
}

function frameHeader(head: Uint8Array): { readonly length: number; readonly hasSum: boolean } {
  const view = Buffer.from(head.buffer, head.byteOffset, head.length);
  if (head.length < 6 || view.readUInt32LE(0) !== FRAME) throw new Error('no frame of zstd');
  const flags = view.readUInt8(4);
  const single = (flags & 0x20) !== 0;
  const idLength = [0, 1, 2, 4][flags & 3] as number;
  const sizeLength = [single ? 1 : 0, 2, 4, 8][flags >> 6] as number;
  const sizeAt = 5 + (single ? 0 : 1) + idLength;
  const length = sizeAt + sizeLength;
  if (head.length < length) throw new CutOff();
  const window = single ? contentSize(view, sizeAt, sizeLength) : windowOf(view.readUInt8(5));
  if (window > MAX_WINDOW)
    throw new NotUnpacked(
      `it wants a window of ${Math.ceil(window / 2 ** 20)} MiB, and no more than 128 are given; unpack it (zstd -d --long=31) and give the tar`,
    );
  if (view.subarray(sizeAt - idLength, sizeAt).some((byte) => byte !== 0))
    throw new NotUnpacked('it was packed with a dictionary; unpack it (zstd -d -D DICTIONARY) and give the tar');
  return { length, hasSum: (flags & 4) !== 0 };
}

function windowOf(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3));
  return base + (base / 8) * (descriptor & 7);
}

function contentSize(view: Buffer, at: number, length: number): number {
  if (length === 8) return Number(view.readBigUInt64LE(at));
  return view.readUIntLE(at, length) + (length === 2 ? 256 : 0);
}
