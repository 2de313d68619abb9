/** Lines as systemd's read_line ends them: LF, CR, both in either order, or NUL. */
import { trimmed } from '../../words/trim.ts';
export function textLines(text: string): readonly { readonly text: string; readonly line: number }[] {
  const found: { text: string; line: number }[] = [];
  let line = 1;
  const ends = /\r\n|\n\r|[\n\r\0]|$/g;
  for (let start = 0; start < text.length; ) {
    ends.lastIndex = start;
    const end = ends.exec(text);
    const [eol = ''] = end ?? [];
    const stop = end?.index ?? text.length;
    found.push({ text: text.slice(start, stop), line });
    if (eol.includes('\n')) line++;
    start = eol === '' ? text.length : stop + eol.length;
  }
  return found;
}

/** strstrip: without white space at both ends. */
export function stripped(text: string): string {
  return trimmed(text, ' \t\n\r');
}
