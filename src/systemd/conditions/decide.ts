/**
 * Conditions and assertions of every unit, decided once (unit_test_condition, unit_test_assert, condition_test_list): what the copy
 * decides, what is assumed, and what only the running machine knows. Which jobs there are is not touched: PID 1 tests them at a unit's turn.
 */

import { keyKnowledge } from '../../behaviours/keys.ts';
import type { BootGraph, BootNode, Check, Checks, Setting } from '../../graph/model.ts';
import { expandSpecifiers } from '../specifiers.ts';
import { checkPath } from '../values.ts';
import { MACHINE_TESTS } from './machine.ts';
import { PATH_TESTS } from './paths.ts';
import type { Test, World } from './world.ts';

/** The graph with each unit's `checks`. */
export function decideConditions(graph: BootGraph, world: World): BootGraph {
  const decided = [...graph.nodes].flatMap(([id, node]): [string, BootNode][] => {
    const checks = node.load === 'loaded' ? checksOf(node, world) : undefined;
    return checks === undefined ? [] : [[id, { ...node, checks }]];
  });
  return decided.length === 0 ? graph : { ...graph, nodes: new Map([...graph.nodes, ...decided]) };
}

/** undefined: it has none. */
export function checksOf(node: BootNode, world: World): Checks | undefined {
  const conditions = inForce(node, 'Condition', world);
  const asserts = inForce(node, 'Assert', world);
  if (conditions.length + asserts.length === 0) return undefined;
  const lists = [conditions, asserts].map((list) => listOutcome(list));
  const [first, second] = lists as [ListOutcome, ListOutcome];
  if (first.met === false) return { outcome: 'skipped', checks: first.by };
  // An assertion counts where the conditions let it come so far.
  if (first.met === true && second.met === false) return { outcome: 'refused', checks: second.by };
  if (first.met === null || second.met === null || second.met === false)
    return { outcome: 'open', checks: lists.flatMap(({ met, by }) => (met === true ? [] : by)) };
  return { outcome: 'met', checks: [...conditions, ...asserts] };
}

interface ListOutcome {
  readonly met: boolean | null;
  /** Those that decide it. */
  readonly by: readonly Check[];
}

/** All plain ones must be met, and one of those with `|` where there are any (condition_test_list). */
function listOutcome(list: readonly Check[]): ListOutcome {
  const plain = list.filter((check) => !check.triggering);
  const any = list.filter((check) => check.triggering);
  const unmet = plain.filter((check) => check.met === false);
  if (unmet.length > 0) return { met: false, by: unmet };
  if (any.length > 0 && any.every((check) => check.met === false)) return { met: false, by: any };
  const open = plain.filter((check) => check.met === null);
  const undecided = any.some((check) => check.met === true) ? [] : any.filter((check) => check.met === null);
  return open.length + undecided.length > 0 ? { met: null, by: [...open, ...undecided] } : { met: true, by: list };
}

/** The lines of one list that count: an empty assignment takes away the whole list, whatever its key. */
function inForce(node: BootNode, prefix: 'Condition' | 'Assert', world: World): readonly Check[] {
  let checks: Check[] = [];
  for (const setting of node.facts.conditions ?? []) {
    if (!setting.key.startsWith(prefix)) continue;
    const test = testOf(setting.key.slice(prefix.length), setting, world);
    if (test === undefined) continue;
    if (setting.value === '') checks = [];
    else {
      const check = tested(node, setting, test, world);
      if (check !== undefined) checks.push(check);
    }
  }
  return checks;
}

interface Known {
  readonly test: Test;
  readonly onPath: boolean;
}

/** undefined: this version does not know the key, and passes the line over. */
function testOf(name: string, { key }: Setting, { version }: World): Known | undefined {
  if (keyKnowledge('Unit', key, version) === 'too-new') return undefined;
  if (Object.hasOwn(PATH_TESTS, name)) return { test: PATH_TESTS[name] as Test, onPath: true };
  if (Object.hasOwn(MACHINE_TESTS, name)) return { test: MACHINE_TESTS[name] as Test, onPath: name === 'NeedsUpdate' };
  const known = keyKnowledge('Unit', key, version);
  if (known === 'unknown-key' || known === 'gone') return undefined;
  return { test: (_, what) => ({ met: null, code: 'machine', what }), onPath: false };
}

/** `|`, `!`, and what is asked: a path begins right behind them, a word may stand apart. */
const PATH_VALUE = /^(\|)?(!)?(.*)$/s;
const WORD_VALUE = /^(?:(\|)\s*)?(?:(!)\s*)?(.*)$/s;

/** config_parse_unit_condition_path and _string; undefined: the line cannot be read, and is passed over. */
function tested(node: BootNode, setting: Setting, { test, onPath }: Known, world: World): Check | undefined {
  const { key, value, file, line } = setting;
  const [, pipe = '', not = '', text = ''] = (onPath ? PATH_VALUE : WORD_VALUE).exec(value) ?? [];
  const made = expandSpecifiers(text, node.id, world.host, 'full');
  if ('invalid' in made) return undefined;
  const parameter = 'text' in made ? (onPath ? checkPath(made.text, 'absolute', world.does) : made.text) : text;
  if (parameter === undefined) return undefined;
  const found =
    'unknown' in made ? { met: null, code: 'specifier', what: made.unknown } : test(world, parameter, node.id);
  const { met, broken, ...evidence } = found;
  return {
    key,
    value,
    file,
    line,
    met: met === null ? null : broken === true ? false : met !== (not === '!'),
    triggering: pipe === '|',
    found: evidence,
  };
}
