/** The command lines that people are shown: in README and docs/, fenced, indented or within a sentence. */
import { readdirSync, readFileSync } from 'node:fs';

export interface CommandLine {
  /** `docs/guide/capture.md`. */
  readonly document: string;
  readonly line: number;
  /** As it stands there, without what is said about it behind it. */
  readonly text: string;
  /** `shown`: with its output below, after `$ `. */
  readonly form: 'shown' | 'script' | 'indented' | 'inline';
}

const TOP = new URL('../../', import.meta.url);

/** What people read; docs/rules is made of the audits of its own examples (test/audit/docs-pages.ts). */
export const DOCUMENTS: readonly string[] = [
  'README.md',
  ...(readdirSync(new URL('docs/', TOP), { recursive: true }) as string[])
    .filter((name) => name.endsWith('.md') && !name.startsWith('rules/'))
    .map((name) => `docs/${name}`)
    .sort(),
];

/** A word with which a command begins; a sentence has many other words in code letters. */
const PROGRAMS =
  /^(bootscope|npm|npx|node|docker|podman|skopeo|virt-[a-z-]+|nix-store|unmkinitramfs|lsinitrd|journalctl|systemd-analyze|systemctl|tar|ssh|ls|cat|source|seq|sbatch|export|GOLDEN=\S+) (.+)$/;
/** The name of a command, or of a program's own command: no line to be typed. */
const NAME_ONLY =
  /^(bootscope [a-z-]+|npm (start|test|run [a-z:-]+)|systemctl [a-z-]+|systemd-analyze [a-z-]+|docker (save|export)|podman save|node dist\/bootscope\.js)$/;

export function commandLines(document: string): readonly CommandLine[] {
  const lines = readFileSync(new URL(document, TOP), 'utf8').split('\n');
  const found: CommandLine[] = [];
  let fence: { readonly kind: string; readonly from: number } | undefined;
  lines.forEach((line, k) => {
    const add = (text: string, form: CommandLine['form'], at = k): void => {
      found.push({ document, line: at + 1, text, form });
    };
    const mark = /^```(\w*)$/.exec(line);
    if (mark !== null) {
      if (fence?.kind === 'sh') add(lines.slice(fence.from, k).join('\n'), 'script', fence.from);
      fence = fence === undefined ? { kind: mark[1] ?? '', from: k + 1 } : undefined;
      return;
    }
    if (fence !== undefined) {
      if (line.startsWith('$ ')) add(line.slice(2), 'shown');
      return;
    }
    const indented = /^ {4}(\S.*)$/.exec(line)?.[1];
    if (indented !== undefined) {
      const text = indented.replace(/ {2,}\S.*$/, '');
      if (PROGRAMS.test(text)) add(text, 'indented');
      return;
    }
    for (const [, text = ''] of line.matchAll(/`([^`]+)`/g))
      if (PROGRAMS.test(text) && !NAME_ONLY.test(text)) add(text, 'inline');
  });
  return found;
}

/** Kinds of fenced blocks: each is held by some test. */
export function fences(document: string): readonly string[] {
  const kinds = [...readFileSync(new URL(document, TOP), 'utf8').matchAll(/^```(\w*)\n[\s\S]*?^```$/gm)];
  return kinds.map(([, kind = '']) => kind);
}
