/** Keys that name units: config_parse_unit_slice, config_parse_trigger_unit, config_parse_socket_service and their like. */
import { isLoadable, isUnitName, nameKind, typeOf, withInstance } from '../../systemd/unit-name.ts';
import { wordsOf } from '../../systemd/words.ts';
import { type Check, eachWord, expanded, ignored } from './check.ts';

export const slice: Check = expanded((name, { unit }) => {
  if (!isLoadable(name) || typeOf(name) !== 'slice') return ignored(name, 'is no name of a slice');
  return unit.type === 'slice' ? ignored(name, 'cannot be set: a slice lies where its own name says') : undefined;
}, 'name');

export const triggered: Check = (value, at) =>
  expanded((name, { unit, earlier, setting }) => {
    if (earlier().some((other) => other.section === setting.section && other.key === 'Unit' && takes(other.value)))
      return ignored(value, 'is a second unit; the first one stands');
    if (unit.id === name || unit.aliases.includes(name)) return ignored(value, 'is the unit itself');
    return takes(name) ? undefined : ignored(value, 'is no name of a unit');
  }, 'name')(value, at);

/** A bare template is meant with the unit's own instance, or its prefix. */
const takes = (name: string): boolean =>
  isLoadable(nameKind(name) === 'template' ? (withInstance(name, 'i') ?? name) : name);

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
