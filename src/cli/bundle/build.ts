/** npm run build:cli: the published command in dist/ (the launcher, the program in one file, V8's compiled form of it), and the library. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';
import { asciiOnly } from './ascii.ts';
import type * as Launcher from './launch.ts';
import { notices } from './notices.ts';

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
  // No connection is opened; a library would load all that Node has for one, to read what it holds itself (zstddec).
  define: { fetch: 'undefined' },
  logLevel: 'warning',
  write: false,
  metafile: true,
};

/** Every file that went into what is published. */
const bundled = new Set<string>();

/** One output file, in ASCII. @throws Error where a byte of it is not: the launcher would read another program than was tested. */
async function bundle(options: BuildOptions & { readonly outfile: string }): Promise<void> {
  const { outputFiles = [], metafile } = await build({ ...COMMON, ...options });
  for (const input of Object.keys(metafile?.inputs ?? {})) bundled.add(input);
  const script = asciiOnly(outputFiles.map(({ text }) => text).join(''));
  const file = `${TOP}${options.outfile}`;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, script, { mode: 0o755 });
  if (readFileSync(file).some((byte) => byte > 0x7f))
    throw new Error(`${options.outfile} holds a byte that is not ASCII`);
}

/** What most people ask: the functions that these run are in the compiled form, others are compiled when they are called. */
const ASKED_MOST: readonly (readonly string[])[] = [
  ['graph', '--json'],
  ['why', 'nova-compute', '--after', 'libvirt-bin'],
  ['order'],
  ['chain'],
  ['transaction'],
  ['audit'],
  ['view', '-o', '-'],
];

/** An optional dependency, for the few who ask about fleets; and what piscina takes for threads of another priority, which nobody asks for. */
const NOT_BUNDLED = ['@duckdb/node-api', '@napi-rs/nice'];

/** What vite puts into the viewer's page (web/src). */
const IN_THE_PAGE = ['node_modules/cytoscape/package.json'];

mkdirSync(DIST, { recursive: true });
for (const name of readdirSync(DIST)) if (/\.(js|cjs|cache)$/.test(name)) rmSync(`${DIST}/${name}`);
writeFileSync(`${DIST}/package.json`, '{"type":"commonjs"}\n');
const FOR_THE_COMMAND: BuildOptions = {
  external: NOT_BUNDLED,
  // A script that the launcher runs may require, and not import.
  supported: { 'dynamic-import': false },
  alias: {
    'string-width': './src/cli/bundle/string-width.ts',
    assert: './src/cli/bundle/assert.ts',
    'node:module': './src/cli/bundle/module.ts',
    'node:crypto': './src/cli/bundle/crypto.ts',
    yaml: './src/cli/bundle/yaml.ts',
    'fast-glob': './src/cli/bundle/fast-glob.ts',
  },
  // yargs would ask the stream at every start; it is told the width (src/cli/stdout.ts).
  define: { ...COMMON.define, 'import.meta.url': 'importMetaUrl', 'process.stdout.columns': 'undefined' },
};
const META_URL = 'const importMetaUrl=require("node:url").pathToFileURL(__filename).href;';
await bundle({
  ...FOR_THE_COMMAND,
  entryPoints: ['src/cli/main.ts'],
  outfile: 'dist/program.js',
  banner: {
    js: `(function(exports,require,module,__filename,__dirname){${META_URL}`,
  },
  footer: { js: '})' },
});
await bundle({
  entryPoints: ['src/cli/bundle/launch.ts'],
  outfile: 'dist/bootscope.js',
  minifyWhitespace: false,
  banner: { js: '#!/usr/bin/env node' },
});

// Where the page has not been built, the one file is not made.
if (existsSync(`${DIST}/view.html`))
  await bundle({
    ...FOR_THE_COMMAND,
    entryPoints: ['src/cli/bundle/single.ts'],
    outfile: 'dist/bootscope.cjs',
    define: { ...FOR_THE_COMMAND.define, EMBEDDED_PAGE: JSON.stringify(readFileSync(`${DIST}/view.html`, 'utf8')) },
    banner: { js: `#!/usr/bin/env node\n${META_URL}` },
  });

// What piscina starts each thread with, beside the program, where it looks for it.
await bundle({
  entryPoints: ['node_modules/piscina/dist/worker.js'],
  outfile: 'dist/worker.js',
  external: NOT_BUNDLED,
});
await bundle({
  entryPoints: ['src/index.ts'],
  outfile: 'dist/lib/index.js',
  format: 'esm',
  // Libraries of the older kind ask for Node's own modules by require, which a module has not.
  banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
});
writeFileSync(`${DIST}/lib/package.json`, '{"type":"module"}\n');
writeFileSync(`${DIST}/NOTICES.txt`, notices(TOP, [...bundled, ...IN_THE_PAGE]));

const { codeCacheFile, load } = createRequire(import.meta.url)(`${DIST}/bootscope.js`) as typeof Launcher;
const { main, script } = load();
// Where the page has not been built, nobody can ask for it.
const asked = ASKED_MOST.filter(([command]) => command !== 'view' || existsSync(`${DIST}/view.html`));
for (const words of asked) await main(['-r', SAMPLE, ...words], () => Promise.resolve());
// Of an archive, too; a packed one takes long enough for the rest.
const packed = mkdtempSync(join(tmpdir(), 'bootscope-build-'));
execFileSync('tar', ['-C', SAMPLE, '-cf', join(packed, 'root.tar'), '.']);
await main(['-r', join(packed, 'root.tar'), '--no-cache', 'graph', '--json'], () => Promise.resolve());
rmSync(packed, { recursive: true });
writeFileSync(codeCacheFile(), script.createCachedData());
