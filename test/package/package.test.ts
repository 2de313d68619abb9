import { cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { type Installed, installPackage, TOP } from './installed.ts';

const ROOT = `${TOP}sample-roots/ubuntu-16.04-compute`;
let installed: Installed;
beforeAll(() => {
  installed = installPackage();
});
afterAll(() => installed?.remove());

function filesOfPackage(): readonly string[] {
  const names = readdirSync(join(installed.folder, 'node_modules/bootscope'), { recursive: true }) as string[];
  return names.filter((name) => statSync(join(installed.folder, 'node_modules/bootscope', name)).isFile());
}

describe('the package, installed without install scripts and without the network', () => {
  test('is one package: what is bundled is not a dependency as well', () => {
    const folders = readdirSync(join(installed.folder, 'node_modules')).filter((name) => !name.startsWith('.'));
    expect(folders).toEqual(['bootscope']);
    expect(manifest).not.toHaveProperty('dependencies');
  });

  test('answers where nothing else is', () => {
    expect(installed.run('node_modules/.bin/bootscope', '--version')).toBe(`${manifest.version}\n`);
    const answer = installed.run('node_modules/.bin/bootscope', '-r', ROOT, 'why', 'nova-compute');
    expect(answer).toMatch(/^Started at boot: nova-compute\.service/);
    installed.run('node_modules/.bin/bootscope', '-r', ROOT, 'view', '-o', 'boot.html');
    expect(readFileSync(join(installed.folder, 'boot.html'), 'utf8')).toMatch(/^<!doctype html>/i);
  });

  test('brings documents, schemas and the licences of what is bundled; no test and no source', () => {
    const files = filesOfPackage();
    for (const file of ['README.md', 'LICENSE', 'docs/schema/why.json', 'docs/rules/README.md', 'dist/NOTICES.txt'])
      expect(files).toContain(file);
    expect(files.filter((file) => /(^|\/)test\/|\.test\.|(?<!\.d)\.ts$|boot\.html$/.test(file))).toEqual([]);
    const notices = readFileSync(join(installed.folder, 'node_modules/bootscope/dist/NOTICES.txt'), 'utf8');
    for (const name of ['yargs', 'cytoscape', '@dagrejs/graphlib', 'zstddec'])
      expect(notices).toMatch(new RegExp(`^${name} \\d[^\\n]*\\n\\n[^]*?Copyright`, 'm'));
  });

  test('is less than 10 MB on disk', () => {
    const bytes = filesOfPackage().map((file) => statSync(join(installed.folder, 'node_modules/bootscope', file)).size);
    expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(10e6);
  });

  test('leads to files that exist, wherever package.json names one', () => {
    const { main, types, bin, exports: entries } = manifest;
    for (const file of [main, types, bin.bootscope, entries['.'].types, entries['.'].default])
      expect(existsSync(join(installed.folder, 'node_modules/bootscope', file)), file).toBe(true);
    const ask = "console.log((await import('bootscope/schema/why.json', { with: { type: 'json' } })).default.title)";
    expect(installed.run(process.execPath, '--no-warnings', '--input-type=module', '-e', ask)).toMatch(/\S/);
  });
});

/** What docs/guide/library.md shows, on the sample root wherever it runs. */
function exampleOfGuide(): string {
  const [, example = ''] = /^```ts\n([\s\S]*?)^```$/m.exec(readFileSync(`${TOP}docs/guide/library.md`, 'utf8')) ?? [];
  return example.replace('sample-roots/ubuntu-16.04-compute', ROOT);
}

describe('a project that uses the library', () => {
  const RESOLUTIONS = {
    node16: { module: 'node16', moduleResolution: 'node16' },
    bundler: { module: 'esnext', moduleResolution: 'bundler' },
  };

  test.each(Object.entries(RESOLUTIONS))('strict, with the resolution %s, compiles and runs', (name, resolution) => {
    cpSync(`${TOP}test/package/consumer`, join(installed.folder, 'src'), { recursive: true });
    writeFileSync(join(installed.folder, 'src/guide.ts'), exampleOfGuide());
    const compilerOptions = {
      ...resolution,
      target: 'es2022',
      lib: ['es2023'],
      strict: true,
      noUncheckedIndexedAccess: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: false,
      types: ['node'],
      typeRoots: [`${TOP}node_modules/@types`],
      rootDir: 'src',
      outDir: name,
    };
    writeFileSync(join(installed.folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['src'] }));
    installed.run(`${TOP}node_modules/.bin/tsc`, '-p', '.');
    const answers: Readonly<Record<string, boolean>> = JSON.parse(
      installed.run(process.execPath, `${name}/every-question.js`, ROOT),
    );
    expect(Object.entries(answers).filter(([, right]) => !right)).toEqual([]);
    expect(Object.keys(answers).length).toBeGreaterThan(15);
    expect(installed.run(process.execPath, `${name}/guide.js`)).toMatch(
      /^true \[[^\]]*'multi-user\.target Wants nova-compute\.service'[^\]]*\]\ntrue\n$/,
    );
  });
});
