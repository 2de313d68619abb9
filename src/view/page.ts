/** A page with its data inside, one boot or a fleet: a file to keep, mail, or open from a ticket. */
import { inertJson } from '../words/inert.ts';
import type { ViewInput } from './format.ts';
import { pack } from './pack.ts';

/** Where the built page expects its data; empty there, it offers to open a file instead. */
const SLOT = '<script type="application/json" id="boot-data"></script>';

/** The viewer's page with a boot inside, or with two to compare. */
export function renderViewPage(template: string, data: ViewInput): string {
  return fillPage(template, pack(data));
}

/**
 * Puts the data into the built page. JSON inside an inert script element: `<` and the two line separators are escaped,
 * so that no text of the root can end the element or begin another.
 * @throws Error where the template is not a page of ours
 */
export function fillPage(template: string, data: unknown): string {
  const at = template.indexOf(SLOT);
  if (at < 0) throw new Error('The viewer page has no place for its data: was it built by `npm run build:web`?');
  const json = inertJson(JSON.stringify(data)).replaceAll('<', '\\u003c');
  return `${template.slice(0, at)}${SLOT.replace('></', `>${json}</`)}${template.slice(at + SLOT.length)}`;
}
