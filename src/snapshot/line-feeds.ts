/**
 * Line feeds in file names. A name may hold one, and every line of an answer that shows it would be two, the second as forged as its
 * author likes. So nobody above a snapshot ever sees one: in its place stands a noncharacter of Unicode, which outputs spell out
 * (src/words/inert.ts) and which means the line feed where it comes back in a path.
 */
const LINE_FEED = '\ufdee';

/** A name of the source as the rest of the program has it. */
export function toName(name: string): string {
  return name.includes('\n') ? name.replaceAll('\n', LINE_FEED) : name;
}

/** And back. */
export function fromName(path: string): string {
  return path.includes(LINE_FEED) ? path.replaceAll(LINE_FEED, '\n') : path;
}
