/**
 * A `start on` or `stop on` with its memory (init/event_operator.c): an event that matched stays matched, and is kept from
 * finishing, until the whole condition has come true and is reset.
 */
import { matchesPattern } from '../../words/pattern.ts';
import { type EventExpression, type EventMatch, postOrder } from '../expression.ts';
import { type Environment, expand, lookup } from './environment.ts';

/** What conditions need to know of an event. */
export interface MatchableEvent {
  readonly name: string;
  readonly env: Environment;
  /** Leaves and jobs that keep the event from finishing. */
  blockers: number;
}

interface Node<E> {
  readonly expression: EventExpression;
  readonly left: number;
  readonly right: number;
  value: boolean;
  event: E | undefined;
}

export interface Operator<E extends MatchableEvent> {
  /** Children before parents; the last one is the root. */
  readonly nodes: readonly Node<E>[];
}

export function createOperator<E extends MatchableEvent>(expression: EventExpression): Operator<E> {
  const order = postOrder(expression);
  const index = new Map(order.map((node, i) => [node, i]));
  return {
    nodes: order.map((node) => ({
      expression: node,
      left: node.kind === 'event' ? -1 : (index.get(node.left) ?? -1),
      right: node.kind === 'event' ? -1 : (index.get(node.right) ?? -1),
      value: false,
      event: undefined,
    })),
  };
}

export function isTrue(operator: Operator<MatchableEvent>): boolean {
  return operator.nodes[operator.nodes.length - 1]?.value === true;
}

/**
 * event_operator_handle.
 * @param env what `$VAR` expands with: a job's environment for `stop on`, nothing for `start on`
 * @returns whether any leaf took the event
 */
export function handleEvent<E extends MatchableEvent>(operator: Operator<E>, event: E, env: Environment): boolean {
  let taken = false;
  for (const node of operator.nodes) {
    if (node.expression.kind !== 'event') updateValue(operator, node);
    else if (!node.value && matchesEvent(node.expression, event, env)) {
      node.value = true;
      node.event = event;
      event.blockers++;
      taken = true;
    }
  }
  return taken;
}

function updateValue<E extends MatchableEvent>({ nodes }: Operator<E>, node: Node<E>): void {
  const [left, right] = [nodes[node.left]?.value === true, nodes[node.right]?.value === true];
  node.value = node.expression.kind === 'and' ? left && right : left || right;
}

/** event_operator_reset: forgets every match and lets the events go. */
export function resetOperator<E extends MatchableEvent>(operator: Operator<E>): void {
  for (const node of operator.nodes) {
    if (node.event !== undefined) node.event.blockers--;
    node.value = false;
    node.event = undefined;
  }
}

export interface Matched<E> {
  readonly leaf: EventMatch;
  readonly event: E;
}

/** The matches that had a part in making the condition true: leaves below nothing that is false, left to right. */
export function matchedLeaves<E extends MatchableEvent>(operator: Operator<E>): Matched<E>[] {
  const found: Matched<E>[] = [];
  const todo = [operator.nodes.length - 1];
  for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
    const node = operator.nodes[at];
    if (node?.value !== true) continue;
    if (node.expression.kind !== 'event') todo.push(node.right, node.left);
    else if (node.event !== undefined) found.push({ leaf: node.expression, event: node.event });
  }
  return found;
}

/** Every leaf that holds an event, whether or not it counts for the whole. */
export function heldLeaves<E extends MatchableEvent>(operator: Operator<E>): Matched<E>[] {
  return operator.nodes.flatMap((node) =>
    node.expression.kind === 'event' && node.event !== undefined ? [{ leaf: node.expression, event: node.event }] : [],
  );
}

/** The leaves that are still to come: of an `and` those of its false sides, of an `or` those of both. */
export function missingLeaves(operator: Operator<MatchableEvent>): EventMatch[] {
  const missing: EventMatch[] = [];
  const todo = [operator.nodes.length - 1];
  for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
    const node = operator.nodes[at];
    if (node === undefined || node.value) continue;
    if (node.expression.kind === 'event') missing.push(node.expression);
    else todo.push(node.right, node.left);
  }
  return missing;
}

/** event_operator_match: the name, then each argument by position or by key, as a pattern after expansion. */
export function matchesEvent(leaf: EventMatch, event: MatchableEvent, env: Environment): boolean {
  return leaf.name === event.name && leaf.args.every((arg, index) => argumentMatches(arg, index, event, env));
}

export function argumentMatches(arg: string, index: number, event: MatchableEvent, env: Environment): boolean {
  const { key, negated, pattern } = splitArgument(arg);
  const actual = key === undefined ? valueAt(event.env, index) : lookup(event.env, key);
  if (actual === undefined) return false;
  const wanted = expand(pattern, env);
  return 'value' in wanted && matchesPattern(actual, wanted.value) !== negated;
}

/** `KEY=PATTERN`, `KEY!=PATTERN`, `PATTERN`; the first `!=` counts before any `=`. */
export function splitArgument(arg: string): {
  readonly key: string | undefined;
  readonly negated: boolean;
  readonly pattern: string;
} {
  const unequal = arg.indexOf('!=');
  const equals = unequal === -1 ? arg.indexOf('=') : unequal;
  if (equals === -1) return { key: undefined, negated: false, pattern: arg };
  const negated = unequal !== -1;
  return { key: arg.slice(0, equals), negated, pattern: arg.slice(equals + (negated ? 2 : 1)) };
}

function valueAt(env: Environment, index: number): string | undefined {
  const entry = env[index];
  return entry?.slice(entry.indexOf('=') + 1);
}
