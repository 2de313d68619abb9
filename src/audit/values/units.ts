/** Keys that name units: config_parse_unit_slice, config_parse_trigger_unit, config_parse_socket_service and their like. */
import type { BootNode, Setting } from '../../graph/model.ts';
import { isLoadable, isUnitName, nameKind, typeOf, withInstance } from '../../systemd/unit-name.ts';
import { wordsOf } from '../../systemd/words.ts';
import { type Check, eachWord, expanded, ignored, type Place } from './check.ts';

export const slice: Check = expanded((name, { unit }) => {
  if (!isLoadable(name) || typeOf(name) !== 'slice') return ignored(name, 'is no name of a slice');
  return unit.type === 'slice' ? ignored(name, 'cannot be set: a slice lies where its own name says') : undefined;
}, 'name');

export const triggered: Check = (value, at) =>
  expanded((name, { unit, setting }) => {
    const { first, before } = firstTriggered(at);
    if (first !== undefined && first !== setting && !before.has(setting))
      return ignored(value, 'is a second unit; the first one stands');
    const why = refusal(name, unit);
    return why === undefined ? undefined : ignored(value, why);
  }, 'name')(value, at);

interface FirstTriggered {
  readonly section: string;
  readonly first: Setting | undefined;
  readonly before: ReadonlySet<Setting>;
}
const FIRST = new WeakMap<BootNode, FirstTriggered>();

/** The assignment of Unit= that stands, and all that was read before it: looked for once a unit, not once a line. */
function firstTriggered({ unit, setting: { section }, expand }: Place): FirstTriggered {
  const known = FIRST.get(unit);
  if (known?.section === section) return known;
  const at = unit.settings.findIndex((one) => {
    if (one.section !== section || one.key !== 'Unit') return false;
    const made = expand(one.value, 'name');
    return 'text' in made && refusal(made.text, unit) === undefined;
  });
  const found = { section, first: unit.settings[at], before: new Set(at < 0 ? [] : unit.settings.slice(0, at)) };
  FIRST.set(unit, found);
  return found;
}

function refusal(name: string, unit: BootNode): string | undefined {
  if (unit.id === name || unit.aliases.includes(name)) return 'is the unit itself';
  // A bare template is meant with the unit's own instance, or its prefix.
  const meant = nameKind(name) === 'template' ? (withInstance(name, 'i') ?? name) : name;
  return isLoadable(meant) ? undefined : 'is no name of a unit';
}

export const service: Check = expanded(
  (name) => (name.endsWith('.service') && isLoadable(name) ? undefined : ignored(name, 'is no name of a service')),
  'name',
);

/** config_parse_service_sockets. */
export const sockets: Check = (value, at) => {
  for (const word of wordsOf(value).words) {
    const wrong = expanded(
      (name) => (/\.socket$/.test(name) && isUnitName(name) ? undefined : ignored(name, 'is no name of a socket unit')),
      'name',
    )(word, at);
    if (wrong) return wrong;
  }
  return undefined;
};

/** Names in the dependency keys of [Unit]; what is no name is told where the graph is made. */
export const dependencies = eachWord(
  { retainEscape: true },
  expanded(() => undefined, 'name'),
);
