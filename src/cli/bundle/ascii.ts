/**
 * A program's text in ASCII alone, as the launcher reads it (launch.ts: one byte a character). esbuild's charset 'ascii' escapes strings
 * and names but leaves regular expressions as they are: there `\uXXXX` means the same, by UTF-16 unit with or without the flag `u`.
 */
export function asciiOnly(script: string): string {
  return script.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
