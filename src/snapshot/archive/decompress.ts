/** Which compression a stream has, by its first bytes, and the well-kept library that undoes it. */
import { Readable, Transform, type Writable } from 'node:stream';
import { createGunzip } from 'node:zlib';

export type Compression = 'none' | 'gzip' | 'xz' | 'zstd' | 'bzip2';

const MAGIC: readonly (readonly [Compression, readonly number[]])[] = [
  ['gzip', [0x1f, 0x8b]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['bzip2', [0x42, 0x5a, 0x68]],
];

export function compressionOf(head: Uint8Array): Compression {
  return MAGIC.find(([, magic]) => magic.every((byte, i) => head[i] === byte))?.[0] ?? 'none';
}

/** The plain bytes of `source`. Errors of the packed data are errors of the stream. */
export async function decompress(source: Readable, compression: Compression): Promise<Readable> {
  switch (compression) {
    case 'none':
      return source;
    case 'gzip':
      return into(source, createGunzip({ chunkSize: 1 << 18 }));
    case 'zstd':
      return into(source, await zstd());
    case 'bzip2': {
      const { default: unbzip2 } = await import('unbzip2-stream');
      // An old-style stream: wrapped, so that its errors and its pace are those of a Readable.
      const old = unbzip2() as unknown as NodeJS.ReadWriteStream;
      const made = new Readable().wrap(old as NodeJS.ReadableStream);
      old.on('error', (error) => made.destroy(error));
      source.on('error', (error) => made.destroy(error));
      source.pipe(old as unknown as Writable);
      return made;
    }
    case 'xz': {
      const { XzReadableStream } = await import('xz-decompress');
      const web = Readable.toWeb(source) as unknown as ReadableStream<Uint8Array>;
      return Readable.fromWeb(new XzReadableStream(web) as never);
    }
  }
}

function into(source: Readable, transform: Transform): Transform {
  source.on('error', (error) => transform.destroy(error));
  return source.pipe(transform);
}

async function zstd(): Promise<Transform> {
  const { Decompress } = await import('fzstd');
  const made = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      attempt(() => unpack.push(chunk), done);
    },
    flush(done) {
      attempt(() => unpack.push(new Uint8Array(), true), done);
    },
  });
  const unpack = new Decompress((part) => void made.push(Buffer.from(part)));
  return made;
}

function attempt(action: () => void, done: (error?: Error | null) => void): void {
  try {
    action();
  } catch (error) {
    done(error instanceof Error ? error : new Error(String(error)));
    return;
  }
  done();
}
