/** Lines of crypttab and its like: white space around them is dropped, fields are words, `#` begins a comment line only. */
import { trimmed } from '../../words/trim.ts';
export interface TabLine {
  readonly line: number;
  /** As many as were asked for at most; what is beyond them is ignored. */
  readonly fields: readonly string[];
}

/** Lines with at least `least` fields; the others are passed to `short`. */
export function tabLines(text: string, least: number, most: number, short: (line: number) => void): readonly TabLine[] {
  const found: TabLine[] = [];
  text.split('\n').forEach((raw, index) => {
    const content = trimmed(raw, ' \t\n\r');
    if (content === '' || content.startsWith('#')) return;
    const fields = content.split(/[ \t\n\v\f\r]+/).slice(0, most);
    if (fields.length < least) short(index + 1);
    else found.push({ line: index + 1, fields });
  });
  return found;
}
