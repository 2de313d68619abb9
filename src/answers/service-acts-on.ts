/** What `service NAME start|stop|restart` acts on, where several inits know the name (service(8)). */
import type { BootGraph, BootNode } from '../graph/model.ts';

export interface ServiceTarget {
  readonly name: string;
  /** What it acts on: a unit under systemd, a job before a script under Upstart, else the script. */
  readonly on: BootNode;
  /** Others of that name, which it leaves alone. */
  readonly others: readonly BootNode[];
}

const TYPES: ReadonlySet<string> = new Set(['service', 'script', 'job']);

/** The name of a service in every init: without prefix, `.service` and `.sh`. */
export function serviceName(id: string): string {
  return id.replace(/^(sysv|upstart):/, '').replace(/\.(service|sh)$/, '');
}

/** @returns undefined where it acts on nothing of that name */
export function serviceTarget(graph: BootGraph, node: BootNode): ServiceTarget | undefined {
  if (!TYPES.has(node.type)) return undefined;
  const name = serviceName(node.id);
  const same = [...graph.nodes.values()].filter(
    (one) => TYPES.has(one.type) && one.fragment !== null && one.load !== 'not-found' && serviceName(one.id) === name,
  );
  const of = (type: string): BootNode | undefined => same.find((one) => one.type === type);
  const script = of('script');
  // Red Hat's own `service` knows scripts alone.
  const redHat = script?.fragment?.startsWith('/etc/rc.d/') === true;
  const { system } = graph.init;
  const on = system === 'systemd' ? of('service') : system === 'upstart' && !redHat ? (of('job') ?? script) : script;
  return on === undefined ? undefined : { name, on, others: same.filter((one) => one !== on) };
}
