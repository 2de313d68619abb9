/** What headers ask for, as requirements and links between slots (insserv.c: rememberreq, reversereq). */
import type { FacilityMember } from '../facilities.ts';
import type { ScriptHeader } from '../init-scripts.ts';
import { type LsbKey, listWords } from '../lsb-header.ts';
import { addLink, addService, type Mode, mainOf, type Registry, type Service } from './services.ts';

/** Facilities down to service names; a `+` before a member means that it may be missing. */
export type ExpandedFacilities = ReadonlyMap<string, readonly FacilityMember[]>;

interface RequirementKind {
  readonly must: boolean;
  readonly mode: Mode;
}

/** `service` needs the words of `list` before it (start), or must itself stop before them (stop). */
export function addRequirements(
  registry: Registry,
  facilities: ExpandedFacilities,
  dependent: Service,
  list: string,
  { must, mode }: RequirementKind,
): void {
  let service = dependent;
  for (const word of listWords(list)) {
    if (word.startsWith('$')) {
      const name = word.toLowerCase();
      if (name === '$null') continue;
      if (name === '$all') {
        if (mode === 'stop') service.first = true;
        else service.last = true;
        continue;
      }
      for (const member of facilities.get(word) ?? [])
        addRequirements(registry, facilities, service, member.name, { must, mode });
      continue;
    }
    const optional = word.startsWith('+');
    const named = addService(registry, optional ? word.slice(1) : word);
    if (mode === 'start') {
      service = mainOf(service);
      remember(service.requires, named, must && !optional);
      addLink(service.slot, named.slot, 'start');
    } else {
      const main = mainOf(named);
      remember(main.stopsAfter, service, must && !optional);
      addLink(main.slot, service.slot, 'stop');
    }
  }
}

function remember(list: Service['requires'], service: Service, must: boolean): void {
  const known = list.find((one) => one.service.name === service.name);
  if (known === undefined) list.push({ service, must });
  else known.must ||= must;
}

/** X-Start-Before, X-Stop-After: the words of `list` need `service`. */
export function addReverse(
  registry: Registry,
  facilities: ExpandedFacilities,
  service: Service,
  list: string,
  mode: Mode,
): void {
  for (const word of listWords(list)) {
    if (word.startsWith('$')) {
      for (const member of facilities.get(word) ?? []) addReverse(registry, facilities, service, member.name, mode);
      continue;
    }
    const later = addService(registry, word.replace(/^\+/, ''));
    addRequirements(registry, facilities, later, service.name, { must: false, mode });
  }
}

/** A key's value; undefined where the key is missing or empty, which is the same but for the default levels. */
export function headerValue(header: ScriptHeader, key: LsbKey): string | undefined {
  return header.header.fields.get(key)?.value || undefined;
}

/** The words of Provides that count, or `name` alone. */
export function providedWords(header: ScriptHeader, name: string): readonly string[] {
  const value = headerValue(header, 'provides') ?? name;
  return listWords(value).filter((word) => !/^[$#]/.test(word));
}
