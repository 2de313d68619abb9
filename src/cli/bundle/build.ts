/** npm run build:cli: the published command in dist/ (the launcher, the program in one file, V8's compiled form of it), and the library. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';
import type * as Launcher from './launch.ts';

const TOP = fileURLToPath(new URL('../../..', import.meta.url));
const DIST = `${TOP}dist`;
const SAMPLE = `${TOP}sample-roots/ubuntu-16.04-compute`;

const COMMON: BuildOptions = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  charset: 'ascii',
  minifyWhitespace: true,
  minifySyntax: true,
  minifyIdentifiers: true,
  absWorkingDir: TOP,
  logLevel: 'warning',
};

/** What most people ask: the functions that these run are in the compiled form, others are compiled when they are called. */
const ASKED_MOST: readonly (readonly string[])[] = [
  ['graph', '--json'],
  ['why', 'nova-compute', '--after', 'libvirt-bin'],
  ['order'],
  ['chain'],
];

mkdirSync(DIST, { recursive: true });
for (const name of readdirSync(DIST)) if (/\.(js|cache)$/.test(name)) rmSync(`${DIST}/${name}`);
writeFileSync(`${DIST}/package.json`, '{"type":"commonjs"}\n');
await build({
  ...COMMON,
  entryPoints: ['src/cli/main.ts'],
  outfile: 'dist/program.js',
  alias: {
    'string-width': './src/cli/bundle/string-width.ts',
    assert: './src/cli/bundle/assert.ts',
    'node:module': './src/cli/bundle/module.ts',
    'node:crypto': './src/cli/bundle/crypto.ts',
  },
  // yargs would ask the stream at every start; it is told the width (src/cli/stdout.ts).
  define: { 'import.meta.url': 'importMetaUrl', 'process.stdout.columns': 'undefined' },
  banner: {
    js: '(function(exports,require,module,__filename,__dirname){const importMetaUrl=require("node:url").pathToFileURL(__filename).href;',
  },
  footer: { js: '})' },
});
await build({
  ...COMMON,
  entryPoints: ['src/cli/bundle/launch.ts'],
  outfile: 'dist/bootscope.js',
  minifyWhitespace: false,
  banner: { js: '#!/usr/bin/env node' },
});

await build({
  ...COMMON,
  entryPoints: ['src/index.ts'],
  outfile: 'dist/lib/index.js',
  format: 'esm',
  packages: 'external',
});
writeFileSync(`${DIST}/lib/package.json`, '{"type":"module"}\n');

const { codeCacheFile, load } = createRequire(import.meta.url)(`${DIST}/bootscope.js`) as typeof Launcher;
const { main, script } = load();
for (const words of ASKED_MOST) await main(['-r', SAMPLE, ...words], () => Promise.resolve());
writeFileSync(codeCacheFile(), script.createCachedData());
