/** What each started OpenStack service talks to on this host, with the line of the configuration that says so. */
import type { BootNode } from '../../graph/model.ts';
import { type OsloConfig, readOsloConfig } from '../../trace/oslo-config.ts';
import type { AuditContext } from '../context.ts';
import { hostsOfList, hostsOfUrl, localHost } from './local-host.ts';
import { COMPONENTS, type Component, type ComponentName, NEEDS, type Need, SERVICES } from './table.ts';

export interface LocalNeed {
  readonly service: BootNode;
  readonly component: Component;
  readonly key: string;
  readonly file: string;
  readonly line: number;
  /** The node that provides it here; undefined: none does. */
  readonly provider: BootNode | undefined;
}

export function localNeeds(context: AuditContext): readonly LocalNeed[] {
  const found = new Map<string, LocalNeed>();
  for (const service of context.graph.nodes.values()) {
    const name = serviceName(service.id);
    const row = name === undefined ? undefined : SERVICES.find((one) => one.service.test(name));
    if (name === undefined || row === undefined || !context.started(service.id)) continue;
    const files = row.files.map((file) => file.replace('%s', name));
    const configs = files.map((file) => [file, readOsloConfig(context.snapshot.read(file) ?? '')] as const);
    const isLocal = localHost(
      context.snapshot,
      valuesOf(
        configs.map(([, config]) => config),
        'DEFAULT',
        'my_ip',
      ),
    );
    for (const need of NEEDS)
      for (const [file, config] of configs) {
        const line = name.match(need.service ?? /./) ? lineOf(need, config, isLocal) : undefined;
        // The same need in several settings counts once: a later file has the last word.
        if (line === undefined) continue;
        const component = COMPONENTS[need.component];
        const provider = providerOf(context, component, service);
        found.set(`${service.id} ${need.component}`, { service, component, key: need.key, file, line, provider });
      }
  }
  return [...found.values()];
}

/** The line that says that the component is on this host. */
function lineOf(need: Need, { sections }: OsloConfig, isLocal: (host: string) => boolean): number | undefined {
  for (const [section, keys] of sections) {
    if (!need.section.test(section)) continue;
    const last = keys.get(need.key)?.at(-1);
    if (last === undefined || (need.value !== undefined && !need.value.test(last.text))) continue;
    if (need.scheme !== undefined && !need.scheme.test(last.text)) continue;
    const hosts = need.form === 'url' ? hostsOfUrl(last.text) : need.form === 'host' ? hostsOfList(last.text) : [];
    if (need.form === 'local' || hosts.some(isLocal)) return last.line;
  }
  return undefined;
}

function valuesOf(configs: readonly OsloConfig[], section: string, key: string): readonly string[] {
  return configs.flatMap(
    ({ sections }) =>
      sections
        .get(section)
        ?.get(key)
        ?.map(({ text }) => text) ?? [],
  );
}

/** What provides a component under the same init as the service: started if possible, else merely there. */
export function providerOf(context: AuditContext, component: Component, beside: BootNode): BootNode | undefined {
  const here = component.names.flatMap((name) => {
    // Upstart runs init scripts as well, through its job rc.
    const ids = beside.init === 'systemd' ? [`${name}.service`] : [`upstart:${name}`, `sysv:${name}`];
    return ids.flatMap((id) => {
      const node = context.graph.nodes.get(context.graph.names.get(id) ?? '');
      return node?.load === 'loaded' && node.effective && node.id !== beside.id ? [node] : [];
    });
  });
  return here.find(({ id }) => context.started(id)) ?? here[0];
}

/** A systemd unit that would provide a component, but is masked. */
export function maskedProviderOf({ graph }: AuditContext, component: Component): BootNode | undefined {
  return component.names
    .map((name) => graph.nodes.get(graph.names.get(`${name}.service`) ?? ''))
    .find((node) => node?.load === 'masked');
}

/** `nova-compute.service`, `sysv:nova-compute`, `upstart:nova-compute` → `nova-compute`. */
export function serviceName(id: string): string | undefined {
  return /^(?:sysv:|upstart:)(.+)$/.exec(id)?.[1] ?? /^([^@]+)(?:@.*)?\.service$/.exec(id)?.[1];
}

/** The component that a service name stands for. */
export function componentNamed(name: string): ComponentName | undefined {
  return (Object.keys(COMPONENTS) as ComponentName[]).find((key) =>
    (COMPONENTS[key] as Component).names.includes(name),
  );
}
