/** A text without the characters of `set` at its end. (A regular expression for it tries every run of them anew.) */
export function trimmedEnd(text: string, set: string): string {
  let end = text.length;
  while (end > 0 && set.includes(text[end - 1] as string)) end--;
  return text.slice(0, end);
}

/** At both ends. */
export function trimmed(text: string, set: string): string {
  let from = 0;
  while (from < text.length && set.includes(text[from] as string)) from++;
  return trimmedEnd(text.slice(from), set);
}
