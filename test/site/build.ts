/**
 * npm run site: docs/ and the README as a site in site/, to be read from disk or put on any server. markdown-it makes the pages
 * (docs/decisions/012-site.md); nothing is fetched, neither while it is built nor by its pages.
 */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import MarkdownIt from 'markdown-it';

const TOP = new URL('../../', import.meta.url).pathname;

/** What stands at the left of every page. */
const SECTIONS: readonly (readonly [string, string])[] = [
  ['docs/guide/', 'Guide'],
  ['docs/commands/', 'Commands'],
  ['docs/rules/', 'Rules'],
  ['docs/measurements/', 'Measurements'],
  ['docs/decisions/', 'Decisions'],
  ['docs/', 'More'],
];

const STYLE = `:root{color-scheme:light dark;--line:#8884;--soft:#8882}
body{margin:0;font:16px/1.55 system-ui,sans-serif;display:grid;grid-template-columns:16rem minmax(0,1fr);max-width:82rem}
nav{padding:1rem;border-right:1px solid var(--line);font-size:.875rem;height:100vh;overflow:auto;position:sticky;top:0;box-sizing:border-box}
nav ul{list-style:none;padding-left:.5rem;margin:.25rem 0}nav summary{cursor:pointer}nav [aria-current]{font-weight:600}
main{padding:1rem 2rem 4rem}pre{overflow:auto;padding:.75rem;background:var(--soft);font-size:.8125rem}code{font-family:ui-monospace,monospace}
:not(pre)>code{background:var(--soft);padding:0 .2em}table{border-collapse:collapse;display:block;overflow:auto}
td,th{border:1px solid var(--line);padding:.25rem .5rem;vertical-align:top;text-align:left}img{max-width:100%}
@media(max-width:50rem){body{display:block}nav{position:static;height:auto;border:0;border-bottom:1px solid var(--line)}main{padding:1rem}}`;

export interface Page {
  /** `docs/guide/README.md`, of the repository. */
  readonly source: string;
  /** `docs/guide/index.html`, of the site. */
  readonly file: string;
  readonly title: string;
}

function markdownFiles(folder: string): readonly string[] {
  const names = readdirSync(join(TOP, folder), { recursive: true }) as string[];
  return names.filter((name) => name.endsWith('.md')).map((name) => `${folder}/${name}`);
}

function pageOf(source: string): Page {
  const file = source.replace(/README\.md$/, 'index.md').replace(/\.md$/, '.html');
  const title = /^# (.+)$/m.exec(readFileSync(join(TOP, source), 'utf8'))?.[1] ?? source;
  return { source, file, title: title.replaceAll('`', '') };
}

/** A link of a page to where that lies in the site: a page, or a file that is copied. */
function rewritten(href: string): string {
  return /^[a-z]+:|^#/.test(href)
    ? href
    : href.replace(/README\.md(?=$|#)/, 'index.html').replace(/\.md(?=$|#)/, '.html');
}

/** What lies outside docs/ is in the repository, and not in the site: it is named, and no link. */
function isInSite(source: string, href: string): boolean {
  if (/^[a-z]+:|^#/.test(href)) return true;
  const path = join(dirname(source), href.split('#')[0] as string);
  return path.startsWith('docs/') || path === 'README.md';
}

function newRenderer(source: string) {
  const markdown = new MarkdownIt({ html: false });
  markdown.core.ruler.push('links', (state) => {
    for (const block of state.tokens) {
      const inline = block.children ?? [];
      let dropped = false;
      block.children = inline.filter((token) => {
        if (token.type === 'link_close' && dropped) {
          dropped = false;
          return false;
        }
        const href = token.attrGet('href');
        if (href === null) return true;
        dropped = !isInSite(source, String(href));
        if (dropped) return false;
        token.attrSet('href', rewritten(String(href)));
        return true;
      });
    }
  });
  markdown.core.ruler.push('anchors', (state) => {
    for (const [k, token] of state.tokens.entries())
      if (token.type === 'heading_open') token.attrSet('id', anchorOf(state.tokens[k + 1]?.content ?? ''));
  });
  return markdown;
}

/** As code hosts make them. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .trim()
    .replaceAll(' ', '-');
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

function navigation(pages: readonly Page[], here: Page): string {
  const link = (page: Page): string =>
    `<a href="${relative(dirname(here.file), page.file)}"${page === here ? ' aria-current="page"' : ''}>${escaped(page.title)}</a>`;
  const rest = new Set(pages);
  const lists = SECTIONS.map(([folder, title]) => {
    const own = [...rest].filter(({ source }) => source.startsWith(folder));
    for (const page of own) rest.delete(page);
    const open = own.includes(here) || folder === 'docs/guide/' ? ' open' : '';
    return `<details${open}><summary>${title}</summary><ul>${own.map((page) => `<li>${link(page)}</li>`).join('')}</ul></details>`;
  });
  return `<nav>${[...rest].map(link).join('')}${lists.join('')}</nav>`;
}

/** @param site the folder to write; what is in it goes */
export function buildSite(site: string): readonly Page[] {
  rmSync(site, { recursive: true, force: true });
  const pages = ['README.md', ...markdownFiles('docs').toSorted()].map(pageOf);
  for (const page of pages) {
    const body = newRenderer(page.source).render(readFileSync(join(TOP, page.source), 'utf8'));
    const html = `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(page.title)} · bootscope</title><style>${STYLE}</style></head>
<body>${navigation(pages, page)}<main>${body}</main></body></html>\n`;
    mkdirSync(dirname(join(site, page.file)), { recursive: true });
    writeFileSync(join(site, page.file), html);
  }
  // What pages show or lead to: images, schemas, examples, the CI files.
  cpSync(join(TOP, 'docs'), join(site, 'docs'), {
    recursive: true,
    filter: (path) => statSync(path).isDirectory() || !path.endsWith('.md'),
  });
  return pages;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const pages = buildSite(join(TOP, 'site'));
  console.log(`site/index.html: ${pages.length} pages`);
}
