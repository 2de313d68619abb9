/** Keys that name units: config_parse_unit_slice, config_parse_trigger_unit, config_parse_socket_service and their like. */
import type { BootNode, Setting } from '../../graph/model.ts';
import { isLoadable, isUnitName, nameKind, typeOf, withInstance } from '../../systemd/unit-name.ts';
import { wordsOf } from '../../systemd/words.ts';
import { type Check, eachWord, expanded, ignored } from './check.ts';

export const slice: Check = expanded((name, { unit }) => {
  if (!isLoadable(name) || typeOf(name) !== 'slice') return ignored(name, 'is no name of a slice');
  return unit.type === 'slice' ? ignored(name, 'cannot be set: a slice lies where its own name says') : undefined;
}, 'name');

export const triggered: Check = (value, at) =>
  expanded((name, { unit, earlier, setting }) => {
    const taken = ({ section, key, value: text }: Setting): boolean => {
      const made = at.expand(text, 'name');
      return section === setting.section && key === 'Unit' && 'text' in made && refusal(made.text, unit) === undefined;
    };
    if (earlier().some(taken)) return ignored(value, 'is a second unit; the first one stands');
    const why = refusal(name, unit);
    return why === undefined ? undefined : ignored(value, why);
  }, 'name')(value, at);

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
