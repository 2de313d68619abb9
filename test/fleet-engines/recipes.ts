/** What docs/fleet.md tells people to run: its own blocks, so that what stands there is what was tried. */
import { readFileSync } from 'node:fs';

const DOCUMENT = new URL('../../docs/fleet.md', import.meta.url);

/** The first block of a language beneath a heading. @throws Error where there is none */
export function recipe(heading: string, language: string): string {
  const text = readFileSync(DOCUMENT, 'utf8');
  const section = text.split(/^### /m).find((part) => part.startsWith(`${heading}\n`));
  const [, block] = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(section ?? '') ?? [];
  if (block === undefined) throw new Error(`docs/fleet.md has no ${language} block beneath "${heading}"`);
  return block;
}
