/** How a unit or a line is lit in the picture: by what it is to the unit, the path or the comparison that is asked for. */
export type Light =
  | 'before'
  | 'after'
  | 'path'
  | 'centre'
  | 'gone'
  | 'changed'
  | 'lost'
  | 'late'
  | 'new'
  | 'found'
  | 'peril';

/** Its colour in the palette. */
export const LIGHT_COLOUR: Readonly<Record<Light, string>> = {
  before: 'before',
  after: 'after',
  path: 'accent',
  centre: 'accent',
  gone: 'danger',
  changed: 'warn',
  lost: 'danger',
  late: 'warn',
  new: 'after',
  found: 'accent',
  peril: 'danger',
};

/** How much of what is not lit is seen, where something is. */
export const DIM = 0.26;

/** Of a line that is asked for. */
export function hotWidth(light: Light): number {
  return light === 'path' ? 3 : 1.8;
}

/** What each says, for the legend; some say another thing in a comparison. */
export const LIGHT_WORDS: Readonly<Record<Light, string>> = {
  before: 'must be up before it',
  after: 'waits for it',
  path: 'on the way',
  centre: 'asked about',
  gone: 'no longer started',
  changed: 'changed',
  lost: 'lost with it',
  late: 'only starts later',
  new: 'started because of it',
  found: 'found',
  peril: 'takes others with it',
};

/** The same in a comparison of two boots. */
const DIFF_WORDS: Partial<Readonly<Record<Light, string>>> = {
  before: 'later than before',
  after: 'starts now',
  path: 'earlier than before',
};

/** The lights that stand in a picture, each with what it says there. */
export function lightsTold(lit: ReadonlyMap<number, Light>, diff: boolean): readonly (readonly [Light, string])[] {
  const present = new Set(lit.values());
  return (
    (Object.keys(LIGHT_WORDS) as Light[])
      // What is asked about has a ring, and its name: no sign has to say so.
      .filter((light) => light !== 'centre' && present.has(light))
      .map((light) => [light, (diff ? DIFF_WORDS[light] : undefined) ?? LIGHT_WORDS[light]])
  );
}
