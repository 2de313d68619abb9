/** systemd.mount-extra=WHAT:WHERE[:TYPE[:OPTIONS]] and systemd.swap-extra=WHAT[:OPTIONS] (systemd-fstab-generator(8)). */
import { ESCAPES } from '../words.ts';
export interface ExtraMount {
  readonly what: string;
  readonly where: string;
  readonly type: string;
  readonly options: string;
}

/** undefined where a field is missing or too many are there. */
export function parseMountExtra(text: string): ExtraMount | undefined {
  const fields = colonFields(text);
  const [what, where, type, options] = fields ?? [];
  if (fields === undefined || tooMany(fields, 4) || what === undefined || where === undefined) return undefined;
  return { what, where: type === 'swap' ? '' : where, type: type || 'auto', options: options ?? '' };
}

export function parseSwapExtra(text: string): ExtraMount | undefined {
  const fields = colonFields(text);
  const [what, options] = fields ?? [];
  if (fields === undefined || tooMany(fields, 2) || what === undefined) return undefined;
  return { what, where: '', type: 'swap', options: options ?? '' };
}

/** An empty field at the very end is none. */
function tooMany(fields: readonly string[], most: number): boolean {
  return fields.length > most + 1 || (fields.length === most + 1 && fields[most] !== '');
}

/** Fields between colons; C escapes hold, `\:` among them no separator is an error as any unknown escape is. */
function colonFields(text: string): readonly string[] | undefined {
  const fields = [''];
  for (let i = 0; i < text.length; i++) {
    const char = text[i] ?? '';
    if (char === ':') fields.push('');
    else if (char !== '\\') fields[fields.length - 1] += char;
    else {
      const found = /^\\(?:([abfnrtvs\\"'])|x([0-9a-fA-F]{2})|([0-3][0-7]{2}))/.exec(text.slice(i));
      if (found === null) return undefined;
      i += found[0].length - 1;
      fields[fields.length - 1] += unescaped(found[1], found[2], found[3]);
    }
  }
  return fields;
}

function unescaped(letter: string | undefined, hex: string | undefined, octal: string | undefined): string {
  if (letter !== undefined) return ESCAPES[letter] ?? letter;
  return String.fromCharCode(hex === undefined ? Number.parseInt(octal ?? '', 8) : Number.parseInt(hex, 16));
}
