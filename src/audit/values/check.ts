/** What a check of one kind of value is, and how checks are made of others. Each follows a parser of load-fragment.c or conf-parser.c. */

import type { BehaviourName, Does } from '../../behaviours/does.ts';
import type { BootNode, Setting } from '../../graph/model.ts';
import type { Expansion } from '../../systemd/specifiers.ts';
import { type WordRules, wordsOf } from '../../systemd/words.ts';

/** What systemd passes over, and why: "systemd ignores WHAT in KEY=: it WHY". */
export interface Ignored {
  readonly what: string;
  readonly why: string;
}

/** Where a value stands. */
export interface Place {
  readonly unit: BootNode;
  readonly setting: Setting;
  readonly does: Does;
  readonly expand: (text: string, scope: 'name' | 'full') => Expansion;
}

/** undefined: systemd takes the value whole, or it cannot be known. */
export type Check = (value: string, at: Place) => Ignored | undefined;

export const ignored = (what: string, why: string): Ignored => ({ what, why });

/** Any text. */
export const anything: Check = () => undefined;

export const is =
  (accept: (value: string, at: Place) => boolean, why: string): Check =>
  (value, at) =>
    accept(value, at) ? undefined : ignored(value, why);

/** An empty value resets the key. */
export const orEmpty =
  (check: Check): Check =>
  (value, at) =>
    value === '' ? undefined : check(value, at);

/** The value with its specifiers expanded; what only the running machine knows of is not judged. */
export const expanded =
  (check: Check, scope: 'name' | 'full' = 'full'): Check =>
  (value, at) => {
    const made = at.expand(value, scope);
    if ('invalid' in made) return ignored(value, `has ${made.invalid}, which is no specifier here`);
    return 'unknown' in made ? undefined : check(made.text, at);
  };

/** Each word of a list; the first that is refused is told. */
export const eachWord =
  (rules: WordRules, check: Check): Check =>
  (value, at) => {
    const { words, bad } = wordsOf(value, rules);
    for (const word of words) {
      const wrong = check(word, at);
      if (wrong) return wrong;
    }
    return bad ? ignored(value, 'has an unbalanced quote or a wrong escape') : undefined;
  };

/** A list behind `~`, which turns its meaning round. */
export const inverted =
  (check: Check): Check =>
  (value, at) =>
    check(value.startsWith('~') ? value.slice(1) : value, at);

/** The first check that takes the value; the last one's words where none does. */
export const either =
  (...checks: readonly [Check, ...Check[]]): Check =>
  (value, at) => {
    let wrong: Ignored | undefined;
    for (const check of checks) {
      wrong = check(value, at);
      if (wrong === undefined) return undefined;
    }
    return wrong;
  };

/** By build: the first check where systemd behaves so, the second where it does not. */
export const where =
  (name: BehaviourName, check: Check, otherwise: Check): Check =>
  (value, at) =>
    (at.does(name) ? check : otherwise)(value, at);
