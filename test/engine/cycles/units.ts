/** A boot from unit files written in a test: name → lines of [Unit]; services get a command of their own. */
import { openUnits } from '../../conformance/jobs/outcomes.ts';

export function bootOf(units: Readonly<Record<string, string>>, version = 252) {
  const tree = new Map(
    Object.entries(units).map(([name, lines]) => {
      const service = name.endsWith('.service') ? '[Service]\nExecStart=/bin/true\n' : '';
      return [name, { content: name.endsWith('.conf') ? lines : `[Unit]\n${lines}\n${service}` }];
    }),
  );
  return openUnits(tree, version);
}

/** The usual targets, as far as cycles need them. */
export const STOCK = {
  'default.target': 'Requires=basic.target\nAfter=basic.target\nAllowIsolate=yes',
  'basic.target': 'Requires=sysinit.target\nAfter=sysinit.target',
  'sysinit.target': 'DefaultDependencies=no',
  'shutdown.target': 'DefaultDependencies=no',
};
