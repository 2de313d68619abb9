/** Which differences bear on the boot: whether, when and from which files something starts. */
import type { EdgeType } from '../graph/model.ts';
import type { Difference } from './compare-graph.ts';

/** Types of edges that decide what starts, or when. */
const DECIDES: ReadonlySet<string> = new Set<EdgeType>([
  'Requires',
  'Requisite',
  'Wants',
  'BindsTo',
  'Upholds',
  'Conflicts',
  'After',
  'OnSuccess',
  'OnFailure',
  'Triggers',
]);

/**
 * What a unit is called, where it is said, and who else may be named in its place change nothing. A unit or a dependency counts where it is
 * of what one of both boots starts: what is stopped when the machine goes down, or was started later by hand, is no part of a boot.
 */
export function affectsBoot({ kind, what }: Difference, inBoot: (unit: string) => boolean): boolean {
  switch (kind) {
    case 'description':
    case 'origins':
    case 'no-proof':
    case 'aliases':
      return false;
    case 'missing-edge':
    case 'extra-edge': {
      const [from = '', type = '', to = ''] = what.split(' ');
      return DECIDES.has(type) && inBoot(from) && inBoot(to);
    }
    default:
      return inBoot(what.split('/')[0] ?? what);
  }
}
