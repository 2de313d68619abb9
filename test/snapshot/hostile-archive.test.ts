import { execFileSync } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { READ_WHOLE } from '../../src/reads.ts';
import { openArchive, readArchive } from '../../src/snapshot/archive/open-archive.ts';
import type { MemoryTree } from '../../src/snapshot/memory-tree.ts';
import { openSnapshot } from '../../src/snapshot/open.ts';
import { RootUnreadable } from '../../src/snapshot/root-unreadable.ts';
import { openSource } from '../../src/snapshot/source.ts';

const work = mkdtempSync(join(tmpdir(), 'bootscope-hostile-'));
afterAll(() => rmSync(work, { recursive: true }));

interface Entry {
  readonly name: string;
  readonly type?: string;
  readonly content?: string | Uint8Array;
  readonly size?: number;
  readonly linkname?: string;
  /** `ustar`, or none of the old tar. */
  readonly magic?: string;
}

/** One entry, byte by byte as tar(5) has it, so that a test can say what no program would write. */
function entry({ name, type = '0', content = '', size, linkname = '', magic = 'ustar\u000000' }: Entry): Buffer {
  const body = Buffer.from(content);
  const header = Buffer.alloc(512);
  header.write(name, 0, 100, 'latin1');
  header.write('0000644\0', 100);
  header.write((size ?? body.length).toString(8).padStart(11, '0'), 124);
  header.write(type, 156);
  header.write(linkname, 157, 100, 'latin1');
  header.write(magic, 257, 'latin1');
  header.fill(' ', 148, 156);
  header.write(
    `${header
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
    148,
  );
  return Buffer.concat([header, body, Buffer.alloc((512 - (body.length % 512)) % 512)]);
}

const END = Buffer.alloc(1024);
const tar = (...entries: readonly Entry[]): Buffer => Buffer.concat([...entries.map(entry), END]);
const pax = (key: string, value: string): string => {
  const rest = ` ${key}=${value}\n`;
  let length = rest.length + 1;
  while (String(length).length + rest.length !== length) length = String(length).length + rest.length;
  return `${length}${rest}`;
};

async function* pieces(bytes: Uint8Array, of: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += of) yield bytes.subarray(at, at + of);
}

/** Of a pipe, in pieces; and what a file of the same bytes gives, whose contents are stepped over, is held against it. */
async function read(bytes: Uint8Array, of = 700) {
  writeFileSync(FILE_OF_IT, bytes);
  const [piped, file] = await Promise.allSettled([
    readArchive(pieces(bytes, of), FILE_OF_IT, READ_WHOLE),
    openArchive(FILE_OF_IT, READ_WHOLE),
  ]);
  expect(told(file)).toEqual(told(piped));
  if (piped.status === 'rejected') throw piped.reason;
  return openSnapshot(piped.value, 'root.tar');
}

const FILE_OF_IT = join(work, 'root.tar');

const told = (read: PromiseSettledResult<MemoryTree>): unknown =>
  read.status === 'rejected'
    ? String(read.reason)
    : [
        read.value.problems,
        [...read.value.entries()].map(([path, entry]) => [path, { ...entry, content: textOf(entry.content) }]),
      ];

const textOf = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('latin1');

const codes = (root: Awaited<ReturnType<typeof read>>): readonly string[] => root.problems().map(({ code }) => code);
const FILE: Entry = { name: 'etc/fstab', content: 'x' };

test('of a file that is not packed, contents are stepped over, whatever lies between those that are wanted', async () => {
  const sizes = [0, 1, 511, 512, 513, 4095, 4096, 70_000, 300_000, 5, 1_000_000, 3];
  const files = sizes.map((size, at) => ({
    name: `usr/lib/systemd/system/u${at}.service`,
    content: `${at}\n`.padEnd(size, 'x').slice(0, size),
  }));
  const others = sizes.map((size, at) => ({ name: `usr/share/${at}`, content: Buffer.alloc(size * 3, at) }));
  const scripts = sizes.map((size, at) => ({ name: `usr/bin/${at}`, content: '#!/bin/sh\n'.padEnd(size, 'y') }));
  for (const order of [
    [...files, ...others, ...scripts],
    sizes.flatMap((_, at) => [others[at], files[at], scripts[at]] as readonly Entry[]),
  ]) {
    const root = await read(tar(...order), 1 << 18);
    for (const { name, content } of files.filter((file) => file.content.length < 64 * 1024))
      expect(root.read(`/${name}`)).toBe(content);
    expect(root.readBytes('/usr/bin/8', 64 * 1024)?.length).toBe(64 * 1024);
  }
});

describe('headers that programs really write', () => {
  test('the old tar without a magic, a folder by its slash', async () => {
    const root = await read(tar({ name: 'etc/', type: '\0', magic: '' }, { ...FILE, type: '\0', magic: '' }));
    expect([root.stat('/etc')?.kind, root.read('/etc/fstab')]).toEqual(['dir', 'x']);
  });
  test('long names of pax and of GNU, and of a link', async () => {
    const long = `etc/${'a'.repeat(200)}`;
    const root = await read(
      tar(
        { name: 'PaxHeader', type: 'x', content: pax('path', long) },
        { name: 'short', content: 'pax' },
        { name: '././@LongLink', type: 'L', content: `${long}2\0` },
        { name: '././@LongLink', type: 'K', content: `/${long}\0` },
        { name: 'short', type: '2' },
      ),
    );
    expect(root.read(`/${long}2`)).toBe('pax');
  });
  test('a hole in a file is said, its size is the real one, and what follows its map is read', async () => {
    const header = entry({ name: 'etc/big', type: 'S', content: 'data' });
    header[482] = 1;
    header.write('00000100000\0', 483);
    header.fill(' ', 148, 156);
    header.write(
      `${header
        .subarray(0, 512)
        .reduce((sum, byte) => sum + byte, 0)
        .toString(8)
        .padStart(6, '0')}\0 `,
      148,
    );
    const map = Buffer.alloc(512, '0');
    map[504] = 0;
    const root = await read(Buffer.concat([header.subarray(0, 512), map, header.subarray(512), entry(FILE), END]));
    expect(root.stat('/etc/big')?.size).toBe(0o100000);
    expect(root.read('/etc/fstab')).toBe('x');
    expect(codes(root)).toEqual(['sparse-file']);
  });
  test('a real tar of every form says the same', async () => {
    mkdirSync(join(work, 'tree/etc'), { recursive: true });
    writeFileSync(join(work, 'tree/etc/fstab'), 'x');
    for (const format of ['v7', 'oldgnu', 'gnu', 'ustar', 'pax']) {
      const bytes = execFileSync('tar', [`--format=${format}`, '-c', '-C', join(work, 'tree'), '.']);
      const root = await read(bytes, 1 << 16);
      expect({ format, text: root.read('/etc/fstab'), codes: codes(root) }).toEqual({ format, text: 'x', codes: [] });
    }
  });
});

describe('files that tar stored without their holes', () => {
  const folder = join(work, 'holes');
  const write = (name: string, ...pieces: readonly (readonly [number, string])[]): void => {
    const path = join(folder, 'etc', name);
    writeFileSync(path, '');
    const fd = openSync(path, 'r+');
    for (const [at, text] of pieces) writeSync(fd, text, at);
    closeSync(fd);
  };
  const names = ['begin', 'end', 'many', 'hole'];
  const packed = (...format: readonly string[]): Buffer =>
    execFileSync('tar', ['-S', ...format, '-c', '-C', folder, '.'], { maxBuffer: 2 ** 27 });
  beforeAll(() => {
    mkdirSync(join(folder, 'etc'), { recursive: true });
    write('begin', [0, '[Unit]\n'], [900_000, 'x']);
    write('end', [500_000, 'last line\n']);
    write('many', ...Array.from({ length: 60 }, (_, k) => [k * 20_000 + 8192, `piece ${k}\n`] as const));
    write('hole');
    truncateSync(join(folder, 'etc/hole'), 300_000);
    write('whole', [0, 'behind them\n']);
  });

  test.each([
    ['--format=gnu'],
    ['--format=oldgnu'],
    ['--format=pax', '--sparse-version=1.0'],
    ['--format=pax', '--sparse-version=0.1'],
  ])('%s %s: they are read as they lay on the disk', async (...format) => {
    const bytes = packed(...format);
    expect(bytes.length).toBeLessThan(1_000_000);
    const root = await read(bytes, 1 << 16);
    for (const name of names) {
      const content = readFileSync(join(folder, 'etc', name));
      expect(root.stat(`/etc/${name}`)?.size).toBe(content.length);
      expect(Buffer.from(root.readBytes(`/etc/${name}`) ?? []).equals(content), name).toBe(true);
    }
    expect([root.read('/etc/whole'), codes(root)]).toEqual(['behind them\n', []]);
  });
  test('in the oldest form of pax, whose map is a record again and again, they are said not to be read', async () => {
    const root = await read(packed('--format=pax', '--sparse-version=0.0'), 1 << 16);
    expect(root.stat('/etc/begin')?.size).toBe(900_001);
    expect(root.read('/etc/whole')).toBe('behind them\n');
    expect(new Set(codes(root))).toEqual(new Set(['sparse-file']));
  });
  test('a map that is none, goes on without end, or tells of more than there is: refused or said', async () => {
    const sparse = (content: string, ...records: readonly (readonly [string, string])[]): Buffer =>
      tar(
        {
          name: 'PaxHeader',
          type: 'x',
          content: records.map(([key, value]) => pax(`GNU.sparse.${key}`, value)).join(''),
        },
        { name: 'etc/a', content },
        FILE,
      );
    const one = [
      ['major', '1'],
      ['minor', '0'],
      ['realsize', '9000'],
    ] as const;
    for (const content of ['', 'no number\n', '99999999\n', '2\n0\n1\n', `1\n0\n${'9'.repeat(40)}\n`])
      await expect(read(sparse(content, ...one)), content).rejects.toThrow(RootUnreadable);
    for (const map of ['0,1,0,1', '5,9000', '0,x', '0,1,5', '-1,4', '9000000,4'])
      expect(codes(await read(sparse('data', ['size', '9000'], ['map', map]))), map).toEqual(['sparse-file']);
  });
});

describe('archives that are not whole', () => {
  test('two in one: the first is read, and it is said that more follows', async () => {
    const root = await read(Buffer.concat([tar(FILE), tar({ name: 'etc/hostname', content: 'y' })]));
    expect([root.read('/etc/fstab'), root.read('/etc/hostname'), codes(root)]).toEqual(['x', undefined, ['after-end']]);
  });
  test('cut anywhere: refused, or its loss said; never as if it were whole', async () => {
    const whole = tar(FILE, { name: 'etc/hostname', content: 'a'.repeat(700) });
    for (let at = 1; at < whole.length - 512; at += 37)
      for (const bytes of [whole.subarray(0, at), gzipSync(whole).subarray(0, 20 + (at % 50))])
        try {
          expect(codes(await read(bytes))).toContain('truncated');
        } catch (error) {
          expect(error).toBeInstanceOf(RootUnreadable);
        }
  });
  test('a header that is none, a size that is none, a name of a megabyte', async () => {
    const bad = entry(FILE);
    bad[0] = 0x41;
    const negative = entry(FILE);
    negative[124] = 0xff;
    for (const bytes of [Buffer.concat([entry(FILE), bad]), Buffer.concat([entry(FILE), negative])])
      await expect(read(bytes)).rejects.toThrow(RootUnreadable);
    const name = 'a/'.repeat(400_000);
    const deep = await read(tar({ name: 'p', type: 'x', content: pax('path', name) }, FILE, FILE));
    expect(codes(deep)).toContain('long-name');
  });
  test('a file larger than any root, a header larger than any name: refused before they are waited for', async () => {
    async function* endless(): AsyncGenerator<Uint8Array> {
      const size = entry({ name: 'etc/a', size: 0o77777777777 });
      size.write(`\u0080${'\0'.repeat(5)}\u0001${'\0'.repeat(5)}`, 124, 'latin1');
      size.fill(' ', 148, 156);
      size.write(
        `${size
          .reduce((sum, byte) => sum + byte, 0)
          .toString(8)
          .padStart(6, '0')}\0 `,
        148,
      );
      yield size;
      for (;;) yield Buffer.alloc(65536);
    }
    await expect(readArchive(endless(), 'pipe', READ_WHOLE)).rejects.toThrow(/is said to have/);
    const header = entry({ name: 'x', type: 'x', size: 2 ** 30 });
    await expect(read(Buffer.concat([entry(FILE), header, END]))).rejects.toThrow(RootUnreadable);
  });
  test('nothing in it, or only another archive: refused', async () => {
    await expect(read(Buffer.alloc(10240))).rejects.toThrow(/holds no file/);
    await expect(read(tar({ name: 'root.tar.gz', content: 'x' }))).rejects.toThrow(/holds no root, but an archive/);
  });
  test('two hundred thousand names that lead out: said, and counted', async () => {
    const out = entry({ name: '../x' });
    const root = await read(Buffer.concat([entry(FILE), ...Array.from({ length: 200_000 }, () => out), END]), 1 << 18);
    expect(root.problems().length).toBeLessThan(300);
  });
});

describe('compressions', () => {
  const pack = (command: string, bytes: Uint8Array): Buffer => execFileSync(command, ['-c'], { input: bytes });

  /** A frame of zstd (RFC 8878, 3.1.1) whose blocks are bytes over and over. */
  const frame = (descriptor: readonly number[], blocks: readonly number[]): Buffer => {
    const sizes = blocks.flatMap((size, at) => {
      const head = size * 8 + 2 + (at === blocks.length - 1 ? 1 : 0);
      return [head & 255, (head >> 8) & 255, head >> 16, 0];
    });
    return Buffer.from([0x28, 0xb5, 0x2f, 0xfd, ...descriptor, ...sizes]);
  };
  test('zstd: a window of more than 128 MiB, a block that is too large or of no kind, a frame without an end: refused', async () => {
    // 2^(10 + 17) is taken; the next is not.
    await expect(read(frame([0, 17 * 8], [131_072]))).rejects.toThrow(/holds no file/);
    await expect(read(frame([0, 18 * 8], [131_072]))).rejects.toThrow(/window of 256 MiB/);
    await expect(read(frame([0xe0, 0, 0, 0, 16, 0, 0, 0, 0], [131_072]))).rejects.toThrow(/window of 256 MiB/);
    await expect(read(frame([0, 0], [131_073]))).rejects.toThrow(/damaged/);
    await expect(read(Buffer.concat([frame([0, 0], []), Buffer.from([7, 0, 0])]))).rejects.toThrow(/damaged/);
    await expect(read(frame([0, 0], [512]).subarray(0, 8))).rejects.toThrow(/cut off/);
    await expect(read(Buffer.concat([frame([0, 0], [131_072]), Buffer.from('behind it')]))).rejects.toThrow(/damaged/);
  });

  test('zstd: what is whole and is not unpacked here says what to do, and not that it is damaged', async () => {
    const dictionary = join(work, 'dictionary');
    writeFileSync(dictionary, 'what nobody but the packer has '.repeat(20));
    // A dictionary without a header has no number, and is then missed only where something rests on it.
    const numbered = Buffer.from(pack('zstd', tar(FILE)));
    const withId = Buffer.concat([
      numbered.subarray(0, 4),
      Buffer.from([(numbered[4] as number) | 1]),
      ...((numbered[4] as number) & 0x20 ? [] : [numbered.subarray(5, 6)]),
      Buffer.from([7]),
      numbered.subarray((numbered[4] as number) & 0x20 ? 5 : 6),
    ]);
    await expect(read(withId)).rejects.toThrow(/packed with a dictionary; unpack it \(zstd -d -D DICTIONARY\)/);
    const raw = execFileSync('zstd', ['-c', '-D', dictionary], {
      input: tar({ ...FILE, content: 'what nobody but the packer has '.repeat(9) }),
    });
    await expect(read(raw)).rejects.toThrow(RootUnreadable);
    const long = execFileSync('zstd', ['-c', '--long=28'], { input: tar(FILE) });
    await expect(read(long)).rejects.toThrow(/window of 256 MiB.*zstd -d --long=31\) and give the tar$/);
  });
  test('zstd: whatever is changed in it, it is refused, or its sum fits', async () => {
    const noise = Buffer.from(Array.from({ length: 3000 }, (_, k) => ((k * k) >> 2) & 0xff));
    const good = execFileSync('zstd', ['-c', '--check', '-1'], {
      input: tar(FILE, { name: 'etc/noise', content: noise }),
    });
    for (let at = 6; at < good.length; at += 43) {
      const changed = Buffer.from(good);
      changed[at] = (changed[at] as number) ^ (1 << (at % 8));
      await expect(read(changed), String(at)).rejects.toThrow(RootUnreadable);
    }
  });
  test('zstd: every level, in blocks that are raw, of one byte, packed, and in frames without a size', async () => {
    const noise = execFileSync('sh', ['-c', 'head -c 700000 /dev/urandom']);
    const whole = tar(
      { name: 'usr/share/zeros', content: Buffer.alloc(900_000) },
      { name: 'usr/share/noise', content: noise },
      { name: 'etc/noise', content: noise },
      { name: 'etc/words', content: 'who starts what, and when; '.repeat(20_000) },
      FILE,
    );
    for (const args of [
      ['-1'],
      ['-9', '--check'],
      ['-19', '--no-check'],
      ['--fast=5'],
      ['--ultra', '-22', '--long=27'],
    ]) {
      const root = await read(execFileSync('zstd', ['-c', ...args], { input: whole, maxBuffer: 2 ** 26 }), 1 << 16);
      expect(Buffer.from(root.readBytes('/etc/noise') ?? []).equals(noise), args.join(' ')).toBe(true);
      expect(root.read('/etc/words')).toHaveLength(27 * 20_000);
      expect(root.read('/etc/fstab')).toBe('x');
    }
  });

  test('a small archive in each of them', async () => {
    for (const command of ['gzip', 'bzip2', 'xz', 'zstd'])
      expect({ command, text: (await read(pack(command, tar(FILE)))).read('/etc/fstab') }).toEqual({
        command,
        text: 'x',
      });
  });
  test('a zstd file that begins with a frame to be skipped, has one at its end, or two frames', async () => {
    const skip = Buffer.from([0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);
    const whole = tar(FILE, { name: 'etc/hostname', content: 'h' });
    const two = [whole.subarray(0, 1000), whole.subarray(1000)].map((part) => pack('zstd', part));
    for (const parts of [
      [skip, ...two],
      [...two, skip],
      [skip, skip, ...two],
    ])
      expect((await read(Buffer.concat(parts))).read('/etc/hostname')).toBe('h');
  });
  test('damaged or cut in each of them: refused', async () => {
    const noise = Buffer.from(Array.from({ length: 90_000 }, (_, k) => (k * k * 31 + (k >> 3)) & 0xff));
    for (const command of ['gzip', 'bzip2', 'xz', 'zstd']) {
      const good = pack(command, tar(FILE, { name: 'usr/lib/x', content: noise }));
      const cut = good.subarray(0, good.length >> 1);
      await expect(read(cut), `${command} cut`).rejects.toThrow(RootUnreadable);
    }
  });
});

describe('images', () => {
  const digest = (letter: string): string => letter.repeat(64);
  const layout = (layers: readonly string[], blobs: readonly Entry[]): Buffer =>
    tar(
      { name: 'oci-layout', content: '{}' },
      { name: 'index.json', content: JSON.stringify({ manifests: [{ digest: `sha256:${digest('a')}` }] }) },
      {
        name: `blobs/sha256/${digest('a')}`,
        content: JSON.stringify({ layers: layers.map((letter) => ({ digest: `sha256:${digest(letter)}` })) }),
      },
      ...blobs,
    );

  test('a layer whose header says more than there is: refused', async () => {
    const bytes = layout(['b'], [{ name: `blobs/sha256/${digest('b')}`, content: tar(FILE), size: 1 << 20 }]);
    await expect(read(bytes)).rejects.toThrow(/cut off or damaged/);
  });
  test('whiteouts at the top of a layer, of no name, of the folder itself', async () => {
    for (const name of ['.wh.', '.wh..', '.wh...', 'etc/.wh.', 'etc/.wh...', '.wh..wh.plnk']) {
      const root = await read(
        layout(
          ['b', 'c'],
          [
            { name: `blobs/sha256/${digest('b')}`, content: tar(FILE) },
            { name: `blobs/sha256/${digest('c')}`, content: tar({ name }, { name: 'etc/late', content: 'l' }) },
          ],
        ),
      );
      expect([root.read('/etc/fstab'), root.read('/etc/late')]).toEqual(['x', 'l']);
    }
  });
  test('blobs of brackets are not parsed, unless they are a manifest', async () => {
    const brackets = `[${'[],'.repeat(1_000_000)}[]]`;
    const blobs = Array.from({ length: 10 }, (_, k) => ({
      name: `blobs/sha256/${digest(k.toString(16))}`,
      content: brackets,
    }));
    const before = process.memoryUsage().heapUsed;
    await expect(read(layout(['f'], blobs), 1 << 18)).rejects.toThrow(/layer/);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(200 << 20);
  });
  test('a layer named a million times', async () => {
    const bytes = layout(
      Array.from({ length: 20_000 }, () => 'b'),
      [{ name: `blobs/sha256/${digest('b')}`, content: tar(FILE) }],
    );
    await expect(read(bytes)).rejects.toThrow(/layers/);
  });
  test('manifests that are no objects', async () => {
    for (const content of ['null', '[null]', '[1]', '{"manifests":[null]}', '{"layers":[null]}', '[{"Layers":[1]}]'])
      for (const name of ['manifest.json', 'index.json'])
        try {
          await read(tar({ name, content }, FILE));
        } catch (error) {
          expect(error).toBeInstanceOf(RootUnreadable);
        }
  });
  test('a layout whose blobs are a link out of it: nothing out there is a layer', async () => {
    const outside = join(work, 'outside');
    const inside = join(work, 'layout');
    mkdirSync(outside);
    mkdirSync(join(inside, 'blobs'), { recursive: true });
    writeFileSync(join(outside, digest('a')), JSON.stringify({ layers: [{ digest: `sha256:${digest('b')}` }] }));
    writeFileSync(join(outside, digest('b')), tar(FILE));
    writeFileSync(join(inside, 'oci-layout'), '{}');
    writeFileSync(
      join(inside, 'index.json'),
      JSON.stringify({ manifests: [{ digest: `sha256:${digest('a')}` }, { digest: 'sha256:../../../outside/x' }] }),
    );
    symlinkSync(outside, join(inside, 'blobs/sha256'));
    const root = openSnapshot(await openSource(inside, READ_WHOLE), inside);
    expect(root.read('/etc/fstab')).toBeUndefined();
  });
});
