/** parse_boolean (src/basic/parse-util.c); undefined: no boolean, so the assignment is ignored. */
export function parseBoolean(text: string): boolean | undefined {
  if (/^(1|yes|y|true|t|on)$/i.test(text)) return true;
  return /^(0|no|n|false|f|off)$/i.test(text) ? false : undefined;
}
