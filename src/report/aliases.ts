/** In words: under which other name a unit was meant, and which link makes it another name. */
import type { AliasUse } from '../answers/aliases.ts';
import { em } from './style.ts';

export function aliasText({ alias, id, link }: AliasUse): string {
  const by = link === undefined ? '' : `, by link ${em('name', link.file)} → ${link.target}`;
  return `${em('strong', alias)} is an alias of ${em('strong', id)} here${by}.`;
}
