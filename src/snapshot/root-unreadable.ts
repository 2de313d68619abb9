import { nearestNames } from '../words/nearest-names.ts';

/** The root cannot be read at all: exit status 3. The message names it and says what to do. */
export class RootUnreadable extends Error {}

/** A part of the root was asked for by name (an image, a deployment) that it does not have. The question is wrong, not the root: exit status 2. */
export class NoSuchPart extends RootUnreadable {}

/** Of the names that a root has, so many are told. */
const TOLD = 10;

/**
 * @param option what named the part: `--image`
 * @param what one of the parts: `image`
 * @param parts all names of each part, the best one first
 */
export function noSuchPart(
  label: string,
  option: string,
  wanted: string,
  what: string,
  parts: readonly (readonly string[])[],
): NoSuchPart {
  const near = nearestNames(wanted, [...new Set(parts.flat())]);
  const did = near.length > 0 ? `did you mean ${near.join(', ')}? It` : 'it';
  const told = parts.slice(0, TOLD).map(([name = '']) => name);
  const more = parts.length > TOLD ? ` and ${parts.length - TOLD} more` : '';
  return new NoSuchPart(
    `${option} ${wanted}: no ${what} of ${label}, or more than one, is called so; ${did} holds ${told.join(', ')}${more}`,
  );
}

/** `--image`, where there is none to choose. */
export function noImages(label: string): NoSuchPart {
  return new NoSuchPart(`${label}: no archive of container images, so --image chooses nothing; leave it out`);
}
