/** `list` in words: a line a unit, and what the words of the last column mean for all of them. */
import type { ListedUnit } from '../answers/list.ts';
import { VERBS } from './fate.ts';
import { em } from './style.ts';
import { count } from './words.ts';
import { table } from './wrap.ts';

/** In a column that has nothing to say, as systemctl writes it. */
const NONE = '-';

/**
 * @param all how many units there are without the filter
 * @param leftOut how many of those asked for only lines name
 */
export function listText(units: readonly ListedUnit[], all: number, leftOut = 0): string {
  if (units.length === 0 && leftOut === 0) return `None of ${count(all, 'unit')} is so.`;
  const rows = units.map((unit) => [unit.name, loadOf(unit), enabledOf(unit), presetWords(unit), bootWords(unit)]);
  const heads = ['UNIT', 'LOAD', 'UNIT FILE', 'PRESET', 'AT BOOT'].map((head) => em('strong', head));
  return [...table([heads, ...rows]), '', `${summary(units)}${units.length === all ? '' : ` ${all} in all.`}`].join(
    '\n',
  );
}

function loadOf({ load }: ListedUnit): string {
  if (load === null) return NONE;
  return load === 'loaded' ? load : em('warn', load);
}

function enabledOf({ enabled }: ListedUnit): string {
  if (enabled === null) return NONE;
  return enabled === 'enabled' ? em('good', enabled) : enabled === 'bad' ? em('bad', enabled) : enabled;
}

function presetWords({ preset }: ListedUnit): string {
  if (preset === null) return NONE;
  return { enable: 'enabled', disable: 'disabled', ignore: 'ignored' }[preset.action];
}

function bootWords({ aliasOf, template, started, already, fate, later, effective }: ListedUnit): string {
  if (aliasOf !== null) return em('faint', `is ${aliasOf}`);
  if (template) return em('faint', 'a template');
  if (!effective) return em('faint', 'no effect');
  if (already) return em('good', 'up already');
  if (started === 'never') return later.length === 0 ? NONE : `later, by ${later.join(' ')}`;
  const word = fate === null || fate === 'up' || fate === 'ended' ? em('good', 'started') : em('warn', VERBS[fate]);
  return started === 'sometimes' ? `${word} (not at every boot)` : word;
}

function summary(units: readonly ListedUnit[]): string {
  const own = units.filter(({ aliasOf, template }) => aliasOf === null && !template);
  const up = (unit: ListedUnit): boolean => unit.fate === null || unit.fate === 'up' || unit.fate === 'ended';
  const wanted = own.filter(({ started }) => started !== 'never');
  const parts = [
    `${wanted.filter(up).length} started`,
    ...some(wanted.filter(({ fate }) => fate === 'skipped').length, 'skipped'),
    ...some(wanted.filter((unit) => !up(unit) && unit.fate !== 'skipped').length, 'lost'),
    ...some(own.filter(({ later }) => later.length > 0).length, 'perhaps later'),
    ...some(units.filter(({ masked }) => masked).length, 'masked'),
  ];
  const names = units.length - own.length;
  return `${count(own.length, 'unit')}${names === 0 ? '' : `, ${count(names, 'alias or template', 'aliases and templates')}`}: ${parts.join(', ')}.`;
}

function some(n: number, word: string): readonly string[] {
  return n === 0 ? [] : [`${n} ${word}`];
}
