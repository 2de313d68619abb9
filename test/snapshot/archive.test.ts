import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { type Header, pack } from 'tar-stream';
import { afterAll, describe, expect, test } from 'vitest';
import { openFolder, openRoot, openTree } from '../../src/open.ts';
import { READ_WHOLE } from '../../src/reads.ts';
import { readArchive } from '../../src/snapshot/archive/open-archive.ts';
import { openSnapshot } from '../../src/snapshot/open.ts';
import { rerooted } from '../../src/snapshot/reroot.ts';
import { RootUnreadable } from '../../src/snapshot/root-unreadable.ts';
import { tarOfFolder } from './tar-of-folder.ts';

const sample = new URL('../../sample-roots/modern-server', import.meta.url).pathname;
const work = mkdtempSync(join(tmpdir(), 'bootscope-archive-'));
afterAll(() => rmSync(work, { recursive: true }));

type Item = readonly [Partial<Header> & { readonly name: string }, (string | Uint8Array)?];

async function tar(...items: readonly Item[]): Promise<Buffer> {
  const packed = pack();
  for (const [header, content] of items) packed.entry(header as Header, Buffer.from(content ?? ''));
  packed.finalize();
  return buffer(packed as unknown as Readable);
}

async function read(bytes: Uint8Array) {
  // In small pieces, as a pipe gives them.
  const pieces = Array.from({ length: Math.ceil(bytes.length / 1000) }, (_, i) =>
    bytes.subarray(i * 1000, i * 1000 + 1000),
  );
  return openSnapshot(
    rerooted(await readArchive(Readable.from(pieces, { objectMode: false }), 'root.tar', READ_WHOLE)),
    'root.tar',
  );
}

const file = (name: string, content: string): Item => [{ name }, content];
const link = (name: string, linkname: string): Item => [{ name, type: 'symlink', linkname }];

describe('an archive and the folder it was made from', () => {
  const expected = openFolder(sample).graph;

  test('give the same graph, plain and compressed', async () => {
    const plain = await tarOfFolder(sample, './');
    for (const bytes of [plain, gzipSync(plain)]) {
      const { graph } = openTree((await read(bytes)).tree, sample);
      expect(graph.edges).toEqual(expected.edges);
      expect([...graph.nodes]).toEqual([...expected.nodes]);
    }
  });

  test('give the same graph where the root lies below one folder, and it is said', async () => {
    const bytes = await tarOfFolder(sample, 'sosreport-web1/');
    writeFileSync(join(work, 'sos.tar'), bytes);
    const { graph } = await openRoot(join(work, 'sos.tar'));
    expect(graph.edges).toEqual(expected.edges);
    expect(graph.diagnostics.map((d) => d.code)).toContain('root-within');
  });
});

describe('links and names of an archive', () => {
  test('a link that leads above the root ends within it', async () => {
    const root = await read(await tar(file('etc/fstab', 'x'), link('etc/up', '../../../../etc/fstab')));
    expect(root.realpath('/etc/up')).toBe('/etc/fstab');
  });

  test('an entry whose name leads out of the root is left out, and said', async () => {
    const root = await read(await tar(file('etc/a', 'a'), file('../../etc/passwd', 'no'), file('etc/../../b', 'no')));
    expect(root.problems().map((p) => p.code)).toEqual(['path-traversal', 'path-traversal']);
    expect(root.list('/')?.map((e) => e.name)).toEqual(['etc']);
  });

  test('the last of two entries of one name counts, and it is said', async () => {
    const root = await read(await tar(file('etc/a', 'old'), file('./etc/a', 'new')));
    expect(root.read('/etc/a')).toBe('new');
    expect(root.problems()).toMatchObject([{ code: 'duplicate-entry', file: '/etc/a' }]);
  });

  test('a hard link has the content of its target; one to nowhere is left out, and said', async () => {
    const root = await read(
      await tar(
        file('etc/a', 'text'),
        [{ name: 'etc/b', type: 'link', linkname: './etc/a' }],
        [{ name: 'etc/c', type: 'link', linkname: 'etc/gone' }],
      ),
    );
    expect(root.read('/etc/b')).toBe('text');
    expect(root.stat('/etc/c')).toBeUndefined();
    expect(root.problems()).toMatchObject([{ code: 'hard-link', file: '/etc/c' }]);
  });

  test('a program keeps its first bytes; more of it is refused, not made up', async () => {
    const root = await read(
      await tar(
        file('etc/a', ''),
        [{ name: 'usr/bin/tool', mode: 0o755 }, `\x7fELF${'x'.repeat(9000)}`],
        [{ name: 'usr/bin/script', mode: 0o755 }, `#!/bin/sh\n${'x'.repeat(9000)}`],
      ),
    );
    expect(root.stat('/usr/bin/tool')).toMatchObject({ size: 9004, mode: 0o755 });
    expect(Buffer.from(root.readBytes('/usr/bin/tool', 4) ?? []).toString()).toBe('\x7fELF');
    expect(root.read('/usr/bin/script')).toHaveLength(9010);
    expect(root.read('/usr/bin/tool')).toBeUndefined();
    expect(root.problems()).toMatchObject([{ code: 'unreadable', file: '/usr/bin/tool' }]);
  });
});

describe('container images', () => {
  /** Of more than one block of any packer, and of more than comes at once. */
  const large = randomBytes(700_000).toString('hex');
  const lower = () =>
    tar(
      file('etc/large', large),
      file('etc/gone', '1'),
      file('etc/kept', '1'),
      file('opt/all/a', '1'),
      file('opt/all/b', '1'),
    );
  const upper = () =>
    tar(file('etc/.wh.gone', ''), file('opt/all/c', '2'), file('opt/all/.wh..wh..opq', ''), file('etc/kept', '2'));

  function expectStacked(root: Awaited<ReturnType<typeof read>>): void {
    expect(root.list('/etc')?.map((e) => e.name)).toEqual(['kept', 'large']);
    expect(root.read('/etc/kept')).toBe('2');
    expect(root.read('/etc/large')).toBe(large);
    expect(root.list('/opt/all')?.map((e) => e.name)).toEqual(['c']);
  }

  test('docker save: layers are stacked in the order of the manifest, whiteouts carried out', async () => {
    const [a, b] = ['a'.repeat(64), 'b'.repeat(64)];
    const manifest = JSON.stringify([{ Config: 'c.json', Layers: [`${a}/layer.tar`, `${b}/layer.tar`] }]);
    expectStacked(
      await read(
        await tar(
          [{ name: `${b}/layer.tar` }, await upper()],
          [{ name: `${a}/layer.tar` }, await lower()],
          file('manifest.json', manifest),
        ),
      ),
    );
  });

  const packers: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
    plain: (bytes) => bytes,
    gzip: (bytes) => gzipSync(bytes),
    zstd: (bytes) => execFileSync('zstd', ['-c'], { input: bytes, maxBuffer: 2 ** 26 }),
    xz: (bytes) => execFileSync('xz', ['-c'], { input: bytes }),
  };
  test.each([
    ['gzip', 'plain'],
    ['zstd', 'plain'],
    ['zstd', 'zstd'],
    ['plain', 'zstd'],
    ['gzip', 'zstd'],
    ['xz', 'zstd'],
    ['zstd', 'gzip'],
  ])('OCI layout: index, nested index, manifest, layers by %s, all of it %s', async (layers, whole) => {
    const [a, b, m, n] = ['a', 'b', 'c', 'd'].map((c) => c.repeat(64));
    const blob = (name: string | undefined): string => `blobs/sha256/${name}`;
    const digest = (name: string | undefined) => ({ digest: `sha256:${name}` });
    const layer = (bytes: Buffer): Buffer => packers[layers]?.(bytes) ?? bytes;
    const bytes = await tar(
      file('oci-layout', '{"imageLayoutVersion":"1.0.0"}'),
      file('index.json', JSON.stringify({ manifests: [digest(n)] })),
      file(blob(n), JSON.stringify({ manifests: [digest(m)] })),
      file(blob(m), JSON.stringify({ layers: [digest(a), digest(b)] })),
      [{ name: blob(a) }, layer(await lower())],
      [{ name: blob(b) }, layer(await upper())],
    );
    expectStacked(await read(packers[whole]?.(bytes) ?? bytes));
  });

  test('an OCI layout that lies unpacked in a folder is the same image', async () => {
    const folder = join(work, 'layout');
    const [a, m] = ['a'.repeat(64), 'c'.repeat(64)];
    mkdirSync(join(folder, 'blobs/sha256'), { recursive: true });
    writeFileSync(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
    writeFileSync(join(folder, 'index.json'), JSON.stringify({ manifests: [{ digest: `sha256:${m}` }] }));
    writeFileSync(join(folder, 'blobs/sha256', m), JSON.stringify({ layers: [{ digest: `sha256:${a}` }] }));
    writeFileSync(join(folder, 'blobs/sha256', a), gzipSync(await tarOfFolder(sample, './')));
    const { graph } = await openRoot(folder);
    expect(graph.edges).toEqual(openFolder(sample).graph.edges);
  });

  describe('of several images', () => {
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(64)) as [string, string, string, string];
    const layer = (version: string) =>
      tar(
        file('usr/lib/systemd/systemd', 'ELF libsystemd-shared'),
        file('usr/lib/systemd/system/multi-user.target', `[Unit]\nDescription=${version}\nAllowIsolate=yes\n`),
        [{ name: 'sbin/init', type: 'symlink', linkname: '/usr/lib/systemd/systemd' }, ''],
        [{ name: 'usr/lib/systemd/system/default.target', type: 'symlink', linkname: 'multi-user.target' }, ''],
      );
    const chosen = async (bytes: Uint8Array, image?: string): Promise<string | undefined> => {
      const path = join(work, 'images.tar');
      writeFileSync(path, bytes);
      const { graph } = await openRoot(path, { version: 252, ...(image === undefined ? {} : { image }) });
      return graph.nodes.get('multi-user.target')?.description;
    };
    const saved = async () =>
      tar(
        file(
          'manifest.json',
          JSON.stringify([
            { Config: `${c}.json`, RepoTags: ['node:latest'], Layers: [`${a}/layer.tar`] },
            { Config: `${d}.json`, RepoTags: ['host/node:2'], Layers: [`${b}/layer.tar`] },
          ]),
        ),
        file(`${c}.json`, '{}'),
        file(`${d}.json`, '{}'),
        [{ name: `${a}/layer.tar` }, await layer('one')],
        [{ name: `${b}/layer.tar` }, await layer('two')],
      );

    test('the first is read, or the one that is named: by tag, digest or number', async () => {
      const bytes = await saved();
      expect(await chosen(bytes)).toBe('one');
      for (const name of ['node', 'node:latest', 'c'.repeat(12), '1']) expect(await chosen(bytes, name)).toBe('one');
      for (const name of ['host/node:2', `sha256:${'d'.repeat(64)}`, '2'])
        expect(await chosen(bytes, name)).toBe('two');
    });
    test('a name that is none is refused with those that there are; so is a choice where there is nothing to choose', async () => {
      await expect(chosen(await saved(), 'nod')).rejects.toThrow(/holds node:latest, host\/node:2/);
      await expect(chosen(await layer('x'), 'node')).rejects.toThrow(/--image chooses nothing/);
      await expect(openRoot(sample, { image: 'node' })).rejects.toThrow(/--image chooses nothing/);
    });
    test('an OCI index of platforms is chosen from by platform, and by the name that its tool gave it', async () => {
      const blob = (name: string): string => `blobs/sha256/${name}`;
      const digest = (name: string) => ({ digest: `sha256:${name}` });
      const bytes = await tar(
        file('oci-layout', '{"imageLayoutVersion":"1.0.0"}'),
        file(
          'index.json',
          JSON.stringify({
            manifests: [
              { ...digest(c), platform: { os: 'linux', architecture: 'amd64' } },
              {
                ...digest(d),
                platform: { os: 'linux', architecture: 'arm64' },
                annotations: { 'org.opencontainers.image.ref.name': 'edge' },
              },
            ],
          }),
        ),
        file(blob(c), JSON.stringify({ layers: [digest(a)] })),
        file(blob(d), JSON.stringify({ layers: [digest(b)] })),
        [{ name: blob(a) }, gzipSync(await layer('one'))],
        [{ name: blob(b) }, gzipSync(await layer('two'))],
      );
      expect(await chosen(bytes, 'linux/amd64')).toBe('one');
      for (const name of ['linux/arm64', 'edge']) expect(await chosen(bytes, name)).toBe('two');
    });
  });

  describe('what an image starts is PID 1 of its containers', () => {
    const [a, c, m, n] = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(64)) as [string, string, string, string];
    const systemd = { '/usr/lib/systemd/systemd': 'ELF libsystemd-shared' };
    const layer = () =>
      tar(
        file('usr/lib/systemd/systemd', systemd['/usr/lib/systemd/systemd']),
        file('usr/lib/systemd/system/multi-user.target', '[Unit]\nAllowIsolate=yes\n'),
        [{ name: 'sbin/init', type: 'symlink', linkname: '/usr/lib/systemd/systemd' }, ''],
        [{ name: 'usr/lib/systemd/system/default.target', type: 'symlink', linkname: 'multi-user.target' }, ''],
      );
    const configured = (config: unknown): string => JSON.stringify({ architecture: 'amd64', config });
    const saved = async (config: unknown) =>
      tar(
        file('manifest.json', JSON.stringify([{ Config: `${c}.json`, Layers: [`${a}/layer.tar`] }])),
        file(`${c}.json`, configured(config)),
        [{ name: `${a}/layer.tar` }, await layer()],
      );
    const opened = async (bytes: Uint8Array) => {
      const path = join(work, 'image.tar');
      writeFileSync(path, bytes);
      return openRoot(path);
    };

    test.each([
      [{ Entrypoint: null, Cmd: ['/sbin/init'] }],
      [{ Entrypoint: ['/usr/lib/systemd/systemd'], Cmd: ['--log-level=info'] }],
      [{}],
      [{ Cmd: ['/bin/bash'], Labels: { 'containers.bootc': '1' } }],
    ])('%j: systemd', async (config) => {
      const { graph } = await opened(await saved(config));
      expect(graph.init.system).toBe('systemd');
    });

    test.each([
      [{ Cmd: ['/bin/bash'] }, 'the image starts /bin/bash'],
      [{ Entrypoint: ['/docker-entrypoint.sh'], Cmd: ['nginx', '-g', 'daemon off;'] }, '/docker-entrypoint.sh nginx'],
      [{ Entrypoint: ['/usr/bin/tini', '--', '/sbin/init'] }, 'tini'],
    ])('%j: a program and no boot', async (config, said) => {
      await expect(opened(await saved(config))).rejects.toThrow(said);
    });

    test('of an OCI layout, too, whose attestations are no images', async () => {
      const blob = (name: string): string => `blobs/sha256/${name}`;
      const digest = (name: string) => ({ digest: `sha256:${name}` });
      const bytes = await tar(
        file('oci-layout', '{"imageLayoutVersion":"1.0.0"}'),
        file(
          'index.json',
          JSON.stringify({
            manifests: [
              { ...digest(m), platform: { os: 'linux', architecture: 'amd64' } },
              { ...digest(n), platform: { os: 'unknown', architecture: 'unknown' } },
            ],
          }),
        ),
        file(blob(m), JSON.stringify({ config: digest(c), layers: [digest(a)] })),
        file(blob(n), JSON.stringify({ config: digest(c), layers: [digest(n)] })),
        file(blob(c), configured({ Entrypoint: ['/app'] })),
        [{ name: blob(a) }, gzipSync(await layer())],
      );
      await expect(opened(bytes)).rejects.toThrow(/PID 1 is a program of its own.*the image starts \/app/);
    });
  });

  test('a layer that the manifest names and the archive lacks is an error', async () => {
    const bytes = await tar(file('manifest.json', JSON.stringify([{ Layers: ['gone/layer.tar'] }])));
    await expect(read(bytes)).rejects.toThrow(/layer gone\/layer\.tar of the image is missing/);
  });
});

describe('what is no whole archive is refused in one line', () => {
  test('cut off in the middle, plain and compressed', async () => {
    const plain = await tar(file('etc/a', 'x'.repeat(5000)), file('etc/b', 'y'.repeat(5000)));
    for (const bytes of [plain.subarray(0, 4000), gzipSync(plain).subarray(0, 60)])
      await expect(read(bytes)).rejects.toThrow(RootUnreadable);
  });

  test('cut off between two entries: what is there is read, and it is said', async () => {
    const root = await read((await tar(file('etc/a', 'x'.repeat(512)))).subarray(0, 1024));
    expect(root.problems()).toMatchObject([{ code: 'truncated' }]);
  });

  test('something else, an empty file, compressed noise', async () => {
    for (const bytes of [
      Buffer.from('no archive'),
      Buffer.alloc(0),
      gzipSync('no archive'),
      Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 1, 2]),
    ])
      await expect(read(bytes)).rejects.toThrow(RootUnreadable);
  });

  test('one that unpacks to far more than its size', async () => {
    // A header that announces 600 MiB, and a gzip member for each of them.
    const huge = gzipSync(Buffer.alloc(1 << 20), { level: 9 });
    const header = (await tar([{ name: 'var/log/lastlog', size: 0 }])).subarray(0, 512);
    header.write((600 << 20).toString(8).padStart(11, '0'), 124);
    header.fill(' ', 148, 156);
    header.write(
      header
        .reduce((sum, byte) => sum + byte, 0)
        .toString(8)
        .padStart(6, '0'),
      148,
    );
    const bomb = Buffer.concat([gzipSync(header), ...Array.from({ length: 600 }, () => huge)]);
    await expect(read(bomb)).rejects.toThrow(/unpacks to more than 400 times its size/);
  });
});
