/** Which versions of systemd print a dump in a given form: words that came and went (src/core/unit.c, unit-serialize.c: unit_dump, by tag). */

export interface DumpForm {
  /** The first version that prints so, and the last. */
  readonly first: number;
  readonly last: number;
}

const ANY: DumpForm = { first: 208, last: Number.POSITIVE_INFINITY };
/** Up to 248 a dump does not say which systemd it is of. */
export const LAST_UNSAID = 248;

const WORDS: ReadonlyMap<string, Partial<DumpForm>> = new Map([
  ['IgnoreOnSnapshot', { last: 227 }],
  ['RequiresOverridable', { last: 227 }],
  ['State Change Timestamp', { first: 229 }],
  ['Perpetual', { first: 232 }],
  ['GC Check Good', { last: 237 }],
  ['May GC', { first: 238 }],
  ['Name', { last: 242 }],
  ['Alias', { first: 243 }],
  ['OnSuccessJobMode', { first: 249 }],
  ['Markers', { first: 248 }],
  ['WantsMountsFor', { first: 256 }],
]);
/** From this one on each dependency tells who declared it. */
const ORIGINS_SINCE = 236;

/** What the words of a dump's units narrow the version down to. @param origins whether dependencies tell who declared them; undefined: there are none */
export function formOf(words: ReadonlySet<string>, origins: boolean | undefined): DumpForm {
  let { first, last } = ANY;
  const narrow = (by: Partial<DumpForm>): void => {
    first = Math.max(first, by.first ?? first);
    last = Math.min(last, by.last ?? last);
  };
  for (const [word, by] of WORDS) if (words.has(word)) narrow(by);
  if (origins !== undefined) narrow(origins ? { first: ORIGINS_SINCE } : { last: ORIGINS_SINCE - 1 });
  return first <= last ? { first, last } : ANY;
}

/** The best known build of a form: of those that long-lived distributions have, and that were measured, the latest. */
export function likelyOf({ first, last }: DumpForm): number | undefined {
  return [252, 247, 245, 239, 237, 229, 219].find(
    (version) => version >= first && version <= Math.min(last, LAST_UNSAID),
  );
}
