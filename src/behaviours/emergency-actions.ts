/** What FailureAction= and its like can do to a machine (emergency_action_table of src/core/emergency-action.c). */
import type { Does } from './does.ts';

const FIRST = ['none', 'reboot', 'reboot-force', 'reboot-immediate', 'poweroff', 'poweroff-force', 'poweroff-immediate', 'exit', 'exit-force'] as const; // biome-ignore format: a table
const MORE = ['soft-reboot', 'soft-reboot-force', 'kexec', 'kexec-force', 'halt', 'halt-force', 'halt-immediate'] as const; // biome-ignore format: a table

/** Words that every systemd knows, and those that came later. */
export const EMERGENCY_ACTIONS = { always: FIRST, later: MORE } as const;

/** What a build takes. @param user a user's manager can only end itself */
export function emergencyActions(does: Does, user = false): readonly string[] {
  const known = does('more-emergency-actions') ? [...FIRST, ...MORE] : FIRST;
  // parse_emergency_action: those that come before `exit` are PID 1's; soft-reboot and what came later with it, too.
  return user ? known.filter((word) => word === 'none' || word.startsWith('exit')) : known;
}
