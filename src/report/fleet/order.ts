/** On which hosts a unit starts after another, in words. */
import type { FleetOrder, OrderKind, OrderVerdict } from '../../fleet/questions/order.ts';
import type { BootGraph } from '../../graph/model.ts';
import { stepLines } from '../steps.ts';
import { em } from '../style.ts';
import { count } from '../words.ts';
import { type Page, paragraph } from '../wrap.ts';
import { csv } from './csv.ts';

const VERDICTS: Readonly<Record<OrderVerdict, (unit: string, other: string) => string>> = {
  holds: (unit, other) => `${unit} starts after ${other}`,
  'in-doubt': (unit, other) =>
    `${unit} is ordered after ${other} through a unit that loses its job at this boot: bootscope why ${unit} --after ${other} on the host says what that comes to`,
  reverse: (unit, other) => `the other way round: ${other} starts after ${unit}`,
  circle: (unit, other) => `${unit} and ${other} wait for each other in a circle: chance decides`,
  unordered: (unit, other) => `nothing orders ${unit} and ${other}`,
  'not-started': (unit, other) => `${unit} or ${other} is not started`,
  'by-chance': (unit, other) => `${unit} or ${other} is not started at every boot`,
  missing: (unit, other) => `there is no ${unit}, or no ${other}`,
};

/** Names of units are enough to tell a path's proof. */
const BARE = { nodes: new Map() } as unknown as BootGraph;

export function fleetOrderText(answer: FleetOrder, page: Page): string {
  const { taken, unit, other, hosts, kinds } = answer;
  const holding = kinds.reduce((sum, kind) => sum + (kind.verdict === 'holds' ? kind.hosts : 0), 0);
  const out = [
    ...paragraph(
      em('strong', `${unit} starts after ${other} on ${holding} of ${count(hosts, 'host')} of ${taken}.`),
      page,
    ),
  ];
  for (const kind of kinds) {
    const said = VERDICTS[kind.verdict](kind.unit ?? unit, kind.other ?? other);
    out.push(
      '',
      ...paragraph(
        `${em(kind.verdict === 'holds' ? 'good' : 'warn', count(kind.hosts, 'host'))}${kind.group === '' ? '' : ` of ${kind.group}`}: ${said}`,
        page,
      ),
    );
    out.push(...stepLines(BARE, kind.path, page));
    out.push(...paragraph(em('faint', namesText(kind)), page, '  '));
  }
  return out.join('\n');
}

function namesText({ names, hosts }: OrderKind): string {
  return `on ${names.join(', ')}${hosts > names.length ? ` and ${hosts - names.length} more` : ''}`;
}

/** `bootscope/fleet-order@1`. */
export function fleetOrderJson(answer: FleetOrder): unknown {
  return { format: 'bootscope/fleet-order@1', ...answer };
}

export function fleetOrderCsv({ kinds }: FleetOrder): string {
  return csv(
    ['verdict', 'group', 'unit', 'other', 'hosts', 'example', 'names'],
    kinds.map((k) => [k.verdict, k.group, k.unit, k.other, k.hosts, k.example, k.names]),
  );
}
