/** A loaded unit as a node of the graph: what it is called, and what the engine needs to know of it. */
import type { BootNode, UnitFacts } from '../graph/model.ts';
import type { Loading } from './loading.ts';
import { markOverridden } from './overridden.ts';
import { pathOfUnit } from './unit-name.ts';
import { serviceType } from './unit-types/service.ts';
import { swapSource } from './unit-types/swap.ts';
import { checkPath } from './values.ts';

/** @param error why it did not load, where it did not */
export function nodeOf(at: Loading, error: BootNode['loadError']): BootNode {
  const { unit, files } = at;
  return {
    id: unit.id,
    init: 'systemd',
    type: unit.type,
    load: unit.load,
    effective: true,
    aliases: [...unit.names].filter((name) => name !== unit.id).sort(),
    description: describe(at),
    fragment: files.fragment,
    dropIns: files.dropIns,
    ...(error ? { loadError: error } : {}),
    settings: markOverridden(files.settings),
    facts: factsOf(at),
  };
}

function describe(at: Loading): string {
  const { id } = at.unit;
  // Where nothing was read, nothing was called either.
  if (at.unit.load === 'not-found') return id;
  const said = at.read.all('Unit', 'Description');
  const own = at.read.text('Unit', 'Description')?.value;
  if (own !== undefined) return own;
  // What is not made by PID 1 is called what its file says.
  const met =
    (id === '-.mount' && !at.does('root-mount-is-perpetual')) ||
    (id === 'system.slice' && !at.does('system-slice-is-perpetual'));
  const built = met ? undefined : BUILT_IN_DESCRIPTIONS.get(id);
  if (built !== undefined && !said.some(({ value }) => value === '')) return built;
  return descriptionByType(at) ?? id;
}

/** What a unit without words of its own is called: slice_load, mount_add_extras, swap_add_extras. */
function descriptionByType(at: Loading): string | undefined {
  const { id, type } = at.unit;
  if (type !== 'slice' && type !== 'mount' && type !== 'swap') return undefined;
  if (at.unit.load === 'masked' || (type === 'slice' && at.unit.load === 'error')) return undefined;
  const path = pathOfUnit(id, at.does);
  if (type === 'slice') return at.does('slice-description') && path !== undefined ? `Slice ${path}` : undefined;
  if (type === 'mount') return at.read.path('Mount', 'Where')?.value ?? path;
  if (type === 'swap') {
    const what = swapSource(at)?.value;
    return what === undefined ? path : (checkPath(what, 'absolute', at.does) ?? what);
  }
  return undefined;
}

/** What PID 1 calls the units that it makes by itself. */
const BUILT_IN_DESCRIPTIONS: ReadonlyMap<string, string> = new Map([
  ['-.slice', 'Root Slice'],
  ['system.slice', 'System Slice'],
  ['-.mount', 'Root Mount'],
  ['init.scope', 'System and Service Manager'],
]);

/** Types whose units isolating leaves alone unless they say otherwise: systemd.unit(5), IgnoreOnIsolate=. */
const STAYS_ON_ISOLATE: ReadonlySet<string> = new Set(['slice', 'scope', 'device', 'swap', 'mount', 'automount']);

function ignoredOnIsolate({ unit, read }: Loading): boolean {
  return read.flag('Unit', 'IgnoreOnIsolate')?.value ?? STAYS_ON_ISOLATE.has(unit.type);
}

function factsOf(at: Loading): UnitFacts {
  const yes = (key: string): boolean => at.read.flag('Unit', key)?.value === true;
  const { perpetual } = at;
  const source = at.read.all('Unit', 'SourcePath').at(-1)?.value;
  const type = at.unit.type === 'service' && at.unit.load === 'loaded' ? serviceType(at) : undefined;
  const conditions = at.files.settings.filter((s) => s.section === 'Unit' && /^(Condition|Assert)/.test(s.key));
  return {
    ...(perpetual ? { perpetual } : {}),
    ...(perpetual || at.mounted !== undefined ? { activeAtBoot: true as const } : {}),
    ...(yes('AllowIsolate') ? { allowIsolate: true } : {}),
    ...(ignoredOnIsolate(at) ? { ignoreOnIsolate: true } : {}),
    ...(at.defaults ? {} : { defaultDependencies: false }),
    ...(yes('RefuseManualStart') ? { refuseManualStart: true } : {}),
    ...(conditions.length > 0 ? { conditions } : {}),
    ...(type ? { serviceType: type } : {}),
    ...(source ? { sourcePath: source } : {}),
  };
}
