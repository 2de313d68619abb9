/** `Tue 2026-11-24 21:34:59 CET`, as systemd writes moments (format_timestamp): whole seconds, unless a style asked for more. */

const STAMP = /^(?:[A-Z][a-z]{2} )?(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?(?: |$)/;

/**
 * Microseconds of the wall clock that is written there; undefined for `n/a` and what is no moment. The zone is left out: all moments
 * of one record are in the same, and only how far they are apart counts.
 */
export function stampOf(text: string): number | undefined {
  const found = STAMP.exec(text);
  if (!found) return undefined;
  const at = Date.parse(`${found[1]}T${found[2]}Z`);
  return Number.isFinite(at) ? at * 1000 + Number((found[3] ?? '').padEnd(6, '0')) : undefined;
}
