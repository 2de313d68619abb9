/** More kinds of links and masks for the flavour `wide`: chains, drop-ins that mask drop-ins, folders that are links. */
import type { Dice } from './dice.ts';
import { type Entry, LOAD_FOLDERS } from './files.ts';
import type { Names } from './names.ts';

type Put = (entry: Entry) => void;

export function wideLinks(d: Dice, n: Names, unit: string, put: Put, text: () => string): void {
  d.pick([chain, maskedDropIn, linkedFolder, templateLinks, templateAlias, levels])(d, n, unit, put, text);
}

const folder = (d: Dice): string => d.pick(LOAD_FOLDERS);

/** Aliases of aliases, up to and beyond what PID 1 follows, that end at a file, a mask, nothing, or outside. */
function chain(d: Dice, n: Names, unit: string, put: Put, text: () => string): void {
  const type = unit.slice(unit.lastIndexOf('.'));
  const at = unit.includes('@') ? '@' : '';
  const length = d.pick([2, 2, 3, 4, 7, 8, 9, 10]);
  const name = (i: number): string => `${n.prefix}-ch${i}${at}${type}`;
  for (let i = 0; i < length; i++) {
    const to = i + 1 < length ? name(i + 1) : unit;
    put({
      path: `${folder(d)}/${name(i)}`,
      kind: 'link',
      to: d.pick([to, to, `../d1/${to}`, `@/d2/${to}`, `./${to}`]),
    });
  }
  const end = d.below(10);
  if (end < 2) put({ path: `${folder(d)}/${unit}`, kind: 'link', to: '/dev/null' });
  else if (end < 4) {
    put({ path: `out/${unit}`, kind: 'file', text: text() });
    put({ path: `${folder(d)}/${unit}`, kind: 'link', to: `@/out/${unit}` });
  } else if (end < 5) put({ path: `${folder(d)}/${unit}`, kind: 'link', to: '/nowhere' });
  if (d.chance(50))
    put({
      path: `d1/${n.prefix}-user.service`,
      kind: 'file',
      text: `[Unit]\nWants=${name(d.below(length)).replace('@.', '@i.')}\n`,
    });
  if (d.chance(50))
    put({
      path: `${folder(d)}/${name(d.below(length))}.d/ch.conf`,
      kind: 'file',
      text: `[Unit]\nAfter=${d.pick(n.mentioned)}\n`,
    });
}

/** One name of a drop-in in several folders and at several levels, one of them a mask. */
function maskedDropIn(d: Dice, n: Names, unit: string, put: Put): void {
  const type = unit.slice(unit.lastIndexOf('.'));
  const stem = unit.slice(0, -type.length);
  const hosts = [
    unit,
    `${n.prefix}-${type}`,
    `${n.prefix}-a-${type}`,
    `${stem.replace(/@.*/, '@')}${type}`,
    d.pick(n.mentioned),
  ];
  const name = d.pick(['50-m.conf', 'override.conf', 'a.conf', '99.conf']);
  for (let i = d.pick([2, 2, 3, 4]); i > 0; i--) {
    const path = `${folder(d)}/${d.pick(hosts)}.d/${name}`;
    const line = `${d.pick(['Wants', 'After', 'Before', 'Requires', 'Upholds'])}=${d.pick(n.mentioned)}`;
    const roll = d.below(10);
    if (roll < 3) put({ path, kind: 'link', to: d.pick(['/dev/null', '../../../../../dev/null', `@/out/none`]) });
    else if (roll < 4) put({ path, kind: 'file', text: '' });
    else put({ path, kind: 'file', text: `[Unit]\n${line}\n` });
  }
}

/** A folder of drop-ins or of links that is a link itself. */
function linkedFolder(d: Dice, n: Names, unit: string, put: Put): void {
  const suffix = d.pick(['.d', '.wants', '.requires', '.upholds']);
  const real = d.pick([`out/${n.prefix}-real${suffix}`, `d1/${n.prefix}-a.service${suffix}`, `d2/${unit}${suffix}`]);
  const other = d.pick(n.mentioned);
  if (suffix === '.d') put({ path: `${real}/r.conf`, kind: 'file', text: `[Unit]\nAfter=${other}\nWants=${other}\n` });
  else put({ path: `${real}/${other}`, kind: 'link', to: `@/d1/${other}` });
  put({
    path: `d0/${unit}${suffix}`,
    kind: 'link',
    to: d.pick([`@/${real}`, `../${real}`, `../${real}/`, '/nowhere', `@/d0/../${real}`]),
  });
}

/** Dependency links of templates, instances, prefixes and types, to templates, instances and themselves. */
function templateLinks(d: Dice, n: Names, unit: string, put: Put): void {
  const type = unit.slice(unit.lastIndexOf('.'));
  const prefix = unit.slice(0, -type.length).replace(/@.*/, '');
  const hosts = [
    unit,
    `${prefix}@${type}`,
    `${prefix}@i${type}`,
    `${n.prefix}-${type}`,
    `${n.prefix}-@${type}`,
    `${n.prefix}-alias${type}`,
  ];
  for (let i = d.pick([1, 2, 3]); i > 0; i--) {
    const to = d.pick([
      `${n.prefix}-t@.service`,
      `${n.prefix}@.target`,
      `${n.prefix}-t@i.service`,
      unit,
      `${prefix}@${type}`,
      d.pick(n.mentioned),
      'bad',
      `${n.prefix}.service.x`,
    ]);
    const path = `${folder(d)}/${d.pick(hosts)}.${d.pick(['wants', 'requires', 'upholds'])}/${to}`;
    put({
      path,
      kind: 'link',
      to: d.pick([`../${to}`, `@/d1/${to}`, '../x@.service', '/dev/null', `@/out/${n.prefix}-x`]),
    });
  }
}

/** Names of templates that lead to templates or instances, used by instances. */
function templateAlias(d: Dice, n: Names, unit: string, put: Put, text: () => string): void {
  const type = d.pick(['.service', '.target', '.timer', '.path', '.socket']);
  const from = d.pick([`${n.prefix}-ta@${type}`, `${n.prefix}-ta@i${type}`, `${n.prefix}-tb@${type}`]);
  const to = d.pick([
    `${n.prefix}-t@${type}`,
    `${n.prefix}-t@i${type}`,
    `${n.prefix}-ta@${type}`,
    `${n.prefix}-tc@${type}`,
  ]);
  put({ path: `${folder(d)}/${from}`, kind: 'link', to: d.pick([to, `@/d1/${to}`, `@/d2/${to}`]) });
  if (d.chance(70)) put({ path: `${folder(d)}/${n.prefix}-tc@${type}`, kind: 'link', to: `${n.prefix}-t@${type}` });
  if (d.chance(80)) put({ path: `${folder(d)}/${n.prefix}-t@${type}`, kind: 'file', text: text() });
  const instance = d.pick(['i', 'i', 'j-k', 'x\\x2dy']);
  const name = d.pick([from, to]).replace('@.', `@${instance}.`);
  put({
    path: `d1/${n.prefix}-tu.target`,
    kind: 'file',
    text: `[Unit]\nWants=${name}\nAfter=${from.replace('@.', '@i.')} ${unit}\n`,
  });
  if (d.chance(40))
    put({
      path: `${folder(d)}/${from}.d/t.conf`,
      kind: 'file',
      text: `[Unit]\nWants=%p-%i.service ${d.pick(n.mentioned)}\n`,
    });
}

/** The same unit in several folders, and a drop-in at every level. */
function levels(d: Dice, n: Names, unit: string, put: Put, text: () => string): void {
  for (const dir of d.some(LOAD_FOLDERS, 2)) put({ path: `${dir}/${unit}`, kind: 'file', text: text() });
  const type = unit.slice(unit.lastIndexOf('.'));
  for (const host of [unit, `${n.prefix}-${type}`, `${n.prefix}-a-${type}`, `${n.prefix}-a-b-${type}`])
    if (d.chance(60))
      put({
        path: `${folder(d)}/${host}.d/${d.pick(['10-l.conf', '20-l.conf', 'l.conf'])}`,
        kind: 'file',
        text: `[Unit]\nAfter=${d.pick(n.mentioned)}\n`,
      });
}
