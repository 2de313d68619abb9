/** The well-kept library that undoes a compression. It is loaded once something is packed. */
import { Readable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { type Bytes, bytesOf } from './bytes.ts';
import type { Compression } from './compression.ts';
import { unzstd } from './zstd.ts';

type Chunks = AsyncIterable<Uint8Array>;

/** The plain bytes of what is packed. Errors of the packed data are thrown where they are met. */
export async function decompress(packed: Bytes, compression: Exclude<Compression, 'none'>): Promise<Bytes> {
  switch (compression) {
    case 'gzip':
      return bytesOf(through(packed.rest(), createGunzip({ chunkSize: 1 << 18 })));
    case 'zstd':
      return bytesOf(unzstd(packed), true);
    case 'bzip2':
      return bytesOf(unbzip(packed.rest()));
    case 'xz': {
      const { XzReadableStream } = await import('xz-decompress');
      const source = Readable.from(packed.rest(), { objectMode: false });
      const web = Readable.toWeb(source) as unknown as ReadableStream<Uint8Array>;
      return bytesOf(webChunks(new XzReadableStream(web) as unknown as ReadableStream<Uint8Array>));
    }
  }
}

/** One handler for what fails on either side: the pipeline takes the transform down with its source. */
async function* through(source: Chunks, transform: Transform): AsyncGenerator<Uint8Array> {
  const fed = pipeline(source, transform);
  fed.catch(() => undefined);
  for await (const chunk of transform as Chunks) yield chunk;
  await fed;
}

async function* webChunks(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

/** Packed bytes are given to a library that unpacks at once in pieces of this size: what comes of one is bounded. */
const PIECE = 4096;

async function* pieces(source: Chunks): AsyncGenerator<Uint8Array> {
  for await (const chunk of source)
    for (let at = 0; at < chunk.length; at += PIECE) yield chunk.subarray(at, at + PIECE);
}

/** unbzip2-stream holds back a block's worth of packed bytes, whose unpacked ones then come all at once. */
const MAX_AT_ONCE = 1 << 29;

async function* unbzip(source: Chunks): AsyncGenerator<Uint8Array> {
  const { default: unbzip2 } = await import('unbzip2-stream');
  const unpack = unbzip2() as unknown as NodeJS.ReadWriteStream;
  const made: Uint8Array[] = [];
  let waiting = 0;
  let failed: Error | undefined;
  unpack.on('data', (part: Uint8Array) => {
    waiting += part.length;
    if (waiting > MAX_AT_ONCE) throw new Error('it unpacks to too much at once');
    made.push(part);
  });
  unpack.on('error', (error: Error) => {
    failed ??= error;
  });
  for await (const piece of pieces(source)) {
    unpack.write(piece as never);
    if (failed !== undefined) throw failed;
    yield* made.splice(0);
    waiting = 0;
  }
  unpack.end();
  if (failed !== undefined) throw failed;
  yield* made;
}
