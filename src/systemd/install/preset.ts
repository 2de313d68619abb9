/** `systemctl preset-all` (install.c: unit_file_preset_all, query_presets; systemd.preset(5)). */

import { compilePattern, type Pattern } from '../../words/pattern.ts';
import { templateOf } from '../../words/template-name.ts';
import { instanceOf, isUnitName, nameKind, withInstance } from '../unit-name.ts';
import type { InstallResult, InstallRoot } from './context.ts';
import { markForRemoval, removeMarked } from './disable.ts';
import { apply, checked } from './enable.ts';
import { addInfo, type InstallContext, traverse } from './info.ts';
import { findConfigFiles } from './preset-files.ts';

interface Rule {
  readonly action: 'enable' | 'disable' | 'ignore';
  readonly pattern: Pattern;
  readonly text: string;
  readonly instances: readonly string[];
  readonly file: string;
  readonly line: number;
}

/** Where a preset says what to do with a unit. */
export interface PresetPlace {
  readonly file: string;
  readonly line: number;
}

interface Marked {
  readonly plus: InstallContext;
  readonly minus: InstallContext;
  /** The rule that enables each unit; none where no rule speaks of it, which enables it, too. */
  readonly rules: ReadonlyMap<string, PresetPlace>;
  readonly problem?: string;
}

export function presetAll(root: InstallRoot): InstallResult {
  const { plus, minus, problem } = mark(root);
  if (problem !== undefined) return { changes: [], problems: [problem] };
  const removed = removeMarked(root, markForRemoval(root, minus, 'alone'));
  const made = apply(root, plus);
  const targets = new Map(made.changes.map((change) => [change.path, change]));
  return { changes: [...removed.filter(({ path }) => !targets.has(path)), ...made.changes], problems: made.problems };
}

/** What PID 1 does at a first boot before it loads units (manager_preset_all): units are enabled, none is disabled. */
export function presetAtFirstBoot(root: InstallRoot): InstallResult & Pick<Marked, 'rules'> {
  const { plus, rules, problem } = mark(root);
  return problem === undefined ? { ...apply(root, plus), rules } : { changes: [], problems: [problem], rules };
}

/** Which units the presets enable, and which they disable. */
function mark(root: InstallRoot): Marked {
  const rules = readRules(root);
  const plus: InstallContext = new Map();
  const minus: InstallContext = new Map();
  const seen: InstallContext = new Map();
  const places = new Map<string, PresetPlace>();
  for (const folder of root.searchPath)
    for (const { name, kind } of root.snapshot.list(folder) ?? []) {
      if ((kind !== 'file' && kind !== 'link') || !isUnitName(name) || plus.has(name) || minus.has(name)) continue;
      const found = traverse(root, seen, addInfo(seen, name), 'follow');
      if ('error' in found && found.error === 'dangling' && root.does('preset-stops-at-dangling'))
        return { plus, minus, rules: places, problem: `${folder}/${name} leads nowhere: systemctl gives up at once` };
      if ('error' in found || found.info.name !== name) continue;
      const { action, instances, place } = query(rules, name);
      if (action === 'ignore') continue;
      if (action === 'disable') addInfo(minus, name);
      else
        for (const each of instances.length > 0 ? instances : [name]) {
          if (place !== undefined) places.set(each, place);
          // What is named in Also= comes with it, and is not asked for by itself any more.
          if (checked(root, new Map(), each) === undefined) checked(root, plus, each);
        }
    }
  return { plus, minus, rules: places };
}

/** What the presets say of a unit, asked often (unit_file_query_preset); no place where no rule speaks of it. */
export function presetsOf(
  root: InstallRoot,
): (name: string) => { readonly action: Rule['action']; readonly place?: PresetPlace } {
  const rules = readRules(root);
  return (name) => {
    const { action, place } = query(rules, name);
    return place === undefined ? { action } : { action, place: { file: place.file, line: place.line } };
  };
}

/** The first rule that matches; none: enable. */
function query(rules: readonly Rule[], name: string): Pick<Rule, 'action' | 'instances'> & { place?: PresetPlace } {
  for (const rule of rules) {
    if (rule.instances.length > 0 && nameKind(name) !== 'plain' && rule.text === (templateOf(name) ?? name)) {
      if (nameKind(name) === 'template')
        return { ...rule, place: rule, instances: rule.instances.flatMap((i) => withInstance(name, i) ?? []) };
      if (rule.instances.includes(instanceOf(name) ?? '')) return { action: rule.action, instances: [], place: rule };
    }
    if (rule.pattern.matches(name)) return { action: rule.action, instances: [], place: rule };
  }
  return { action: 'enable', instances: [] };
}

function readRules(root: InstallRoot): readonly Rule[] {
  const rules: Rule[] = [];
  for (const file of findConfigFiles(root.snapshot, root.presets, '.preset'))
    for (const [i, raw] of (root.snapshot.read(file) ?? '').split('\n').entries()) {
      const line = raw.trim();
      if (line === '' || line.startsWith('#') || line.startsWith(';')) continue;
      const words = line.split(/[ \t]+/);
      const whole = [words[0] ?? '', ...(words.length > 1 ? [line.replace(/^\S+[ \t]+/, '')] : [])];
      const [word, text, ...instances] = root.does('presets-name-instances') ? words : whole;
      if (text === undefined || (word !== 'enable' && word !== 'disable' && word !== 'ignore')) continue;
      if (word === 'ignore' && !root.does('presets-may-ignore')) continue;
      rules.push({
        action: word,
        pattern: compilePattern(text, { noEscape: true }),
        text,
        instances: word === 'enable' ? instances : [],
        file,
        line: i + 1,
      });
    }
  return rules;
}
