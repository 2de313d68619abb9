/** What is wrong with a question, and what to ask instead, in words. */
import type { QuestionFault } from '../answers/question-error.ts';

/** Of the units that a pattern fits, so many are named. */
const SHOWN = 10;

export function questionFaultText(fault: QuestionFault): string {
  switch (fault.kind) {
    case 'no-such-unit':
      return `no unit called "${fault.name}" in this root${orNear(fault.near) || ALL_UNITS}`;
    case 'several': {
      const { name, units } = fault;
      const more = units.length - SHOWN;
      return `"${name}" fits ${units.length} units; name one: ${units.slice(0, SHOWN).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
    }
    case 'no-runlevel':
      return `--target ${fault.name}: this root boots into a runlevel: 0 to 6, or S`;
    case 'template':
      return `"${fault.name}" is a template and is never started itself; name an instance of it${fault.instances.length > 0 ? `, such as ${fault.instances[0]}` : ' (this root has none)'}${fault.socket === undefined ? '' : `; ${fault.socket} starts one for each connection (Accept=yes)`}`;
    case 'other-init':
      return `this root boots with ${fault.init}, ${OTHER_INIT[fault.what]}`;
    case 'no-time':
      return `${fault.unit} has no recorded time in ${fault.source}; name a unit that was started`;
  }
}

const OTHER_INIT: Readonly<Record<Extract<QuestionFault, { kind: 'other-init' }>['what'], string>> = {
  'speed-up': 'whose boot has no jobs to be put into another order; add --init systemd',
  failures: 'whose failures are not computed; add --init systemd',
  transactions: 'which has no transactions; see bootscope order, or add --init systemd',
  cycles: 'which breaks no cycles; see bootscope order, or add --init systemd',
  install: 'not systemd; add --init systemd to suppose that too',
};

/** Where nothing is near. */
export const ALL_UNITS = '; bootscope list names those that there are';

/** `; did you mean a, b?`, where anything is near. */
export function orNear(near: readonly string[]): string {
  return near.length > 0 ? `; did you mean ${near.join(', ')}?` : '';
}
