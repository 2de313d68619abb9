/** One self-contained page: script and style inlined, and a policy that allows exactly these two and nothing else. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { viteSingleFile } from 'vite-plugin-singlefile';
import { leanCytoscape, leanTable } from './lean.ts';

/** `--mode fleet`: the page of a fleet. */
const rootOf = (mode: string): string => fileURLToPath(new URL(mode === 'fleet' ? './fleet/' : '.', import.meta.url));

export default defineConfig(({ mode }) => ({
  root: rootOf(mode),
  logLevel: 'warn',
  build: { outDir: 'dist', emptyOutDir: true, target: 'es2022', modulePreload: false, chunkSizeWarningLimit: 2000 },
  plugins: [lean(), viteSingleFile(), policy(rootOf(mode))],
}));

function lean(): Plugin {
  return {
    name: 'bootscope-lean',
    enforce: 'pre',
    transform(code, id) {
      if (id.includes('cytoscape.esm')) return leanCytoscape(code);
      return id.includes('/src/behaviours/') ? leanTable(code) : undefined;
    },
  };
}

/** The hashes are of what the file holds in the end, so this runs when everything is written. */
function policy(root: string): Plugin {
  return {
    name: 'bootscope-policy',
    closeBundle() {
      const file = `${root}dist/index.html`;
      const page = readFileSync(file, 'utf8');
      const hashes = (element: RegExp): string =>
        [...page.matchAll(element)]
          .map(
            ([, body]) =>
              `'sha256-${createHash('sha256')
                .update(body ?? '')
                .digest('base64')}'`,
          )
          .join(' ');
      const script = hashes(/<script type="module"[^>]*>([\s\S]*?)<\/script>/g);
      const style = hashes(/<style[^>]*>([\s\S]*?)<\/style>/g);
      if (script === '' || style === '') throw new Error('the built page holds no inline script or no inline style');
      const content = `default-src 'none'; script-src ${script}; style-src ${style}; img-src data: blob:; base-uri 'none'; form-action 'none'`;
      const meta = `<meta http-equiv="Content-Security-Policy" content="${content}">`;
      writeFileSync(
        file,
        page.replace('<!--policy-->', () => meta),
      );
    },
  };
}
