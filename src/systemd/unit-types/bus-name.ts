import type { Loading } from '../loading.ts';
import { RESET } from '../setting-reader.ts';
import { prefixOf } from '../unit-name.ts';
import { isBusName } from '../values.ts';
import { bad, early, failed, type Refusal, relatedUnit, shutdown } from './common.ts';

/** busname_load (src/core/busname.c, until they were removed): names on the kernel's own bus, which starts their service. */
export function loadBusName(at: Loading): Refusal | undefined {
  if (at.read.flag('BusName', 'Activating')?.value !== false) {
    const service = at.service?.value ?? relatedUnit(at, 'service');
    if (service === undefined) return failed('No service of this name is possible');
    at.rule('Before', service, 'implicit', 'socket-activates', at.service?.setting);
    at.rule('Triggers', service, 'implicit', 'socket-activates', at.service?.setting);
  }
  if (at.defaults) {
    early(at, 'busnames.target');
    shutdown(at);
  }
  const given = at.read.last('BusName', 'Name', ({ value }) => (value === '' ? RESET : value))?.value;
  const name = given ?? prefixOf(at.unit.id);
  if (!isBusName(name)) return bad('Name= setting is not a valid service name Refusing.');
  return at.unit.names.has(`${name}.busname`) ? undefined : bad("Name= setting doesn't match unit name. Refusing.");
}
