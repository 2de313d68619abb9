/** What to write where a unit is to do without what it requires: which line makes the requirement decides. */
import type { BootEdge } from '../graph/model.ts';

/** Without a full stop, to follow "…, or". undefined: nothing in a file asks for it, and nothing can be taken out. */
export function withoutIt({ declared }: Pick<BootEdge, 'declared'>): string | undefined {
  const written = declared.find(({ how, generator }) => how !== 'rule' && generator === undefined);
  if (written?.how === 'link') return `link it below .wants/ in place of .requires/ (${written.file})`;
  if (written?.key === 'RequiresMountsFor') return 'write WantsMountsFor= (since 256) in place of RequiresMountsFor=';
  if (written !== undefined) return `write Wants= in place of ${written.key ?? 'Requires'}=`;
  const made = declared.find(({ how, key, file }) => how === 'rule' && key !== undefined && file !== undefined);
  return made === undefined
    ? undefined
    : `take ${made.key}= out (${made.file}${made.line === undefined ? '' : `:${made.line}`})`;
}
