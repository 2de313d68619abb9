/** YAML as libyaml hands it to netplan: words, lists and maps. Every word is text, whatever it looks like. */
import { parseDocument } from 'yaml';

export type Yaml = string | readonly Yaml[] | ReadonlyMap<string, Yaml>;

/** Larger configurations are not read: a netplan file has some hundred lines. */
const LONGEST = 1 << 20;
/** Deeper ones neither; the library walks them by recursion. */
const DEEPEST = 64;

/**
 * One document; an empty one is an empty map.
 * @returns undefined where the text is wrong, holds several documents, or more than the limits above allow
 */
export function parseYaml(text: string): Yaml | undefined {
  if (text.length > LONGEST || depthOf(text) > DEEPEST) return undefined;
  try {
    const document = parseDocument(text, { schema: 'failsafe', version: '1.1', uniqueKeys: false, logLevel: 'silent' });
    if (document.errors.length > 0) return undefined;
    // A tag asks for a type of its own, which nobody here can make.
    if (document.warnings.length > 0) return undefined;
    return plain(document.toJS({ mapAsMap: true }) as unknown);
  } catch {
    // The library throws where aliases multiply beyond its own bound.
    return undefined;
  }
}

/** No more than as deep as this: brackets that open before one closes, and columns at which lines begin. */
function depthOf(text: string): number {
  let open = 0;
  let deepest = 0;
  for (const char of text) {
    if (char === '[' || char === '{') deepest = Math.max(deepest, ++open);
    else if (char === ']' || char === '}') open--;
  }
  const columns = new Set(text.split('\n').map((line) => line.search(/[^ ]/)));
  return Math.max(deepest, columns.size);
}

function plain(value: unknown): Yaml | undefined {
  if (value === null || value === undefined) return new Map();
  return value instanceof Map || Array.isArray(value) || typeof value === 'string' ? (value as Yaml) : undefined;
}
