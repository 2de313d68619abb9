/** A root's text is only text: what the viewer shows of names that may be hostile or endless. */

// C0 and C1 controls, bidi marks, embeddings, overrides and isolates, zero-width and line separators, the BOM.
const INVISIBLE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** The text with every character that could hide or reorder its neighbours written as `⟨U+202E⟩`, cut at `limit`. */
export function visibleText(text: string, limit = 400): string {
  const head = text.length > limit ? `${text.slice(0, limit)}… (${text.length} characters)` : text;
  return head.replace(INVISIBLE, (c) => `⟨U+${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`);
}

/** A label for the picture: `.service` goes without saying, long names lose their middle. */
export function shortLabel(id: string, limit = 26): string {
  const name = visibleText(id.replace(/\.service$/, '').replace(/^(sysv|upstart):/, ''), 200);
  if (name.length <= limit) return name;
  const tail = Math.floor(limit * 0.4);
  return `${name.slice(0, limit - tail - 1)}…${name.slice(-tail)}`;
}

/** Layout units that an icon and its label take; a little generous, for fonts differ. */
export function labelWidth(label: string, milestone: boolean): number {
  return 26 + label.length * (milestone ? 8.6 : 7.3);
}
