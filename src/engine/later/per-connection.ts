import type { BootNode, Setting } from '../../graph/model.ts';
import { parseBoolean } from '../../words/boolean.ts';

/** The Accept=yes by which a socket starts an instance of the template of its own name for each connection (socket_load_service_unit). */
export function perConnection({ type, settings }: BootNode): Setting | undefined {
  if (type !== 'socket') return undefined;
  const own = settings.filter(({ section }) => section === 'Socket');
  if (own.some(({ key }) => key === 'Service')) return undefined;
  // What is no boolean is passed over.
  const last = own.findLast(({ key, value }) => key === 'Accept' && parseBoolean(value) !== undefined);
  return last !== undefined && parseBoolean(last.value) === true ? last : undefined;
}
