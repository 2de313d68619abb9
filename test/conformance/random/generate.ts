/** Random trees of unit files: fragments, drop-ins, links, masks, aliases, templates, and what is wrong with them. */
import { type Dice, dice } from './dice.ts';
import { type Entry, LOAD_FOLDERS } from './files.ts';
import { drawNames, type Names, SHARED } from './names.ts';
import { SECTION_OF, settingLine, unitWord, usualLines } from './settings.ts';
import { roughen } from './syntax.ts';
import { WIDE_SHARED, wideLine } from './wide.ts';
import { wideLinks } from './wide-links.ts';

export interface RandomTree {
  readonly prefix: string;
  readonly entries: readonly Entry[];
  /** Names that the anchor asks for. */
  readonly wanted: readonly string[];
}

/**
 * `graph`: order may run in circles; `jobs`: it follows one list of names, so that jobs do not depend on chance; `wide`: more
 * keys and more kinds of links (wide.ts, wide-links.ts), where `graph` stays as it is for the sake of old seeds.
 */
export type Flavour = 'graph' | 'jobs' | 'wide';

export function drawTree(seed: number, prefix: string, flavour: Flavour = 'graph'): RandomTree {
  const d = dice(seed);
  const names = drawNames(d, prefix);
  const entries: Entry[] = [];
  const taken = new Set<string>();
  const inside = new Set<string>();
  const put = (entry: Entry): void => {
    const tooLong = entry.path.split('/').some((part) => Buffer.byteLength(part) > 255);
    if (taken.has(entry.path) || tooLong) return;
    if (flavour === 'wide') {
      // A folder may be a link here: nothing is put into it by that name.
      const above = entry.path.split('/').map((_, i, parts) => parts.slice(0, i).join('/'));
      if (inside.has(entry.path) || above.some((path) => taken.has(path))) return;
      for (const path of above) inside.add(path);
    }
    taken.add(entry.path);
    entries.push(entry);
  };
  const folder = (): string => d.pick(LOAD_FOLDERS);
  for (const unit of names.units) {
    const roll = d.below(100);
    if (roll < 80) put({ path: `${folder()}/${unit}`, kind: 'file', text: unitText(d, names, unit, flavour) });
    else if (roll < 84)
      put({
        path: `${folder()}/${unit}`,
        kind: 'link',
        to: d.pick(['/dev/null', '/dev/null', '../../../../../dev/null', '@/../../../dev/null']),
      });
    else if (roll < 86) put({ path: `${folder()}/${unit}`, kind: 'file', text: '' });
    else if (roll < 93) link(d, names, unit, put, flavour);
    else if (roll < 94) put({ path: `${folder()}/${unit}`, kind: 'dir' });
    // The rest have no file of their own.
    if (d.chance(8)) put({ path: `${folder()}/${unit}`, kind: 'file', text: unitText(d, names, unit, flavour) });
    if (d.chance(30)) for (let i = d.pick([1, 1, 2, 3]); i > 0; i--) dropIn(d, names, unit, put, flavour);
    if (d.chance(18)) for (let i = d.pick([1, 2]); i > 0; i--) dependencyLink(d, names, unit, put);
    if (d.chance(14)) alias(d, names, unit, put);
    if (flavour === 'wide' && d.chance(40)) wideLinks(d, names, unit, put, () => unitText(d, names, unit, flavour));
  }
  const direct = names.mentioned.filter(() => d.chance(55));
  const wanted = direct.length > 0 ? direct : names.mentioned.slice(0, 1);
  return { prefix, entries, wanted: wanted.filter((name) => !/@\.[a-z]+$/.test(name)) };
}

const STOCK = [
  'basic.target', 'exit.target', 'final.target', 'graphical.target', 'halt.target', 'kexec.target', 'multi-user.target',
  'poweroff.target', 'reboot.target', 'shutdown.target', 'sigpwr.target', 'soft-reboot.target', 'sysinit.target',
  'umount.target', 'systemd-exit.service', 'systemd-halt.service', 'systemd-kexec.service', 'systemd-poweroff.service',
  'systemd-reboot.service', 'systemd-soft-reboot.service',
]; // biome-ignore format: a table

/** What all trees of one load share: the anchor, stock units with files or masks, type-level drop-ins. */
export function drawShared(seed: number, trees: readonly RandomTree[], version: number, flavour: Flavour): Entry[] {
  const d = dice(seed);
  const names = drawNames(d, 'all');
  // systemd 262 has copies of some stock units built in, for roots that lack them: here they always have a file.
  const entries: Entry[] = (version < 262 ? [] : STOCK).map((unit) => ({
    path: `d2/${unit}`,
    kind: 'file',
    text: `[Unit]\nDescription=Stock\n${unit.endsWith('.service') ? '[Service]\nExecStart=/bin/true\n' : ''}`,
  }));
  // The oracle finds a tmpfs mounted there, and would read drop-ins for it without any file: what they lead to is on no disk.
  entries.push({ path: 'd2/tmp.mount', kind: 'file', text: '[Mount]\nWhat=tmpfs\nWhere=/tmp\nType=tmpfs\n' });
  const anchor = ['[Unit]', 'Description=Anchor', 'AllowIsolate=yes'];
  for (const tree of trees) anchor.push(...tree.wanted.map((name) => `Wants=${name}`));
  entries.push({ path: 'd0/default.target', kind: 'file', text: `${anchor.join('\n')}\n` });
  if (d.chance(50)) return entries;
  const shared = flavour === 'wide' ? 'wide' : 'graph';
  for (const unit of d.some(flavour === 'wide' ? [...SHARED, ...WIDE_SHARED] : SHARED, 1 + d.below(12))) {
    const roll = d.below(100);
    // What the oracle has mounted on /tmp takes the place of a device that its file names.
    const from = (text: string): string => (unit === 'tmp.mount' ? text.replaceAll(/^What=.*$/gm, 'What=tmpfs') : text);
    if (roll < 75) entries.push({ path: `d1/${unit}`, kind: 'file', text: from(unitText(d, names, unit, shared)) });
    else if (roll < 85) entries.push({ path: `d1/${unit}`, kind: 'link', to: '/dev/null' });
    else if (roll < 90) entries.push({ path: `d1/${unit}`, kind: 'file', text: '' });
    else entries.push({ path: `d2/${unit}.d/x.conf`, kind: 'file', text: sections(d, names, unit, 3, shared) });
  }
  if (d.chance(40)) {
    const type = d.pick([
      'service',
      'target',
      'mount',
      'slice',
      'socket',
      'timer',
      'path',
      'swap',
      'automount',
      'device',
      'scope',
    ]);
    const text = sections(d, names, `all-x.${type}`, 1 + d.below(2), shared);
    entries.push({ path: `d1/${type}.d/${d.pick(['10-x', '50-y', '90-z'])}.conf`, kind: 'file', text });
  }
  if (d.chance(15))
    entries.push({
      path: `d1/${d.pick(['service', 'target', 'socket'])}.wants/all-c.service`,
      kind: 'link',
      to: '/nowhere',
    });
  return entries;
}

function unitText(d: Dice, n: Names, unit: string, flavour: Flavour): string {
  const section = SECTION_OF[unit.slice(unit.lastIndexOf('.') + 1)] ?? 'Unit';
  const lines: string[] = [];
  if (d.chance(90)) {
    lines.push('[Unit]');
    const count = d.pick([0, 1, 1, 2, 3, 4]);
    for (let i = 0; i < count; i++) lines.push(safe(d, n, unit, 'Unit', flavour));
  }
  lines.push(`[${section}]`);
  if (d.chance(92)) lines.push(...usualLines(d, n, unit));
  const extra = d.pick([0, 0, 1, 1, 2, 3]);
  for (let i = 0; i < extra; i++) lines.push(safe(d, n, unit, section, flavour));
  if (d.chance(10)) lines.push('[Install]', settingLine(d, n, 'Install'));
  return d.chance(14) ? roughen(d, n, lines) : `${lines.join('\n')}\n`;
}

function sections(d: Dice, n: Names, unit: string, count: number, flavour: Flavour): string {
  const section = SECTION_OF[unit.slice(unit.lastIndexOf('.') + 1)] ?? 'Unit';
  const lines: string[] = [];
  for (let i = 0; i < count; i++) {
    const here = d.chance(60) ? 'Unit' : section;
    lines.push(`[${here}]`, safe(d, n, unit, here, flavour));
  }
  return d.chance(8) ? roughen(d, n, lines) : `${lines.join('\n')}\n`;
}

/** For jobs, order must not run in circles: After= only on names earlier in the list, Before= only on later ones. */
function safe(d: Dice, n: Names, unit: string, section: string, flavour: Flavour): string {
  for (;;) {
    const line = flavour === 'wide' && d.chance(50) ? wideLine(d, n, section) : settingLine(d, n, section);
    if (flavour !== 'jobs') return line;
    const [key, value = ''] = line.split('=');
    if (key !== 'After' && key !== 'Before') return line;
    const other = value.split(/\s+/)[0] ?? '';
    const [mine, theirs] = [n.mentioned.indexOf(unit), n.mentioned.indexOf(other)];
    if (mine < 0 || theirs < 0 || (key === 'After' ? theirs < mine : theirs > mine)) return `${key}=${other}`;
  }
}

function dropIn(d: Dice, n: Names, unit: string, put: (e: Entry) => void, flavour: Flavour): void {
  const type = unit.slice(unit.lastIndexOf('.'));
  const stem = unit.slice(0, -type.length);
  const host = d.pick([
    unit,
    unit,
    unit,
    d.pick(n.mentioned),
    `${n.prefix}-${type}`,
    `${n.prefix}-a-${type}`,
    `${stem.replace(/@.*/, '@')}${type}`,
    `${n.prefix}-t-@${d.pick(['i', ''])}${type}`,
    `${n.prefix}-@i${type}`,
  ]);
  const path = `${d.pick(LOAD_FOLDERS)}/${host}.d/${d.pick(['10-x.conf', '20-y.conf', '20-y.conf', 'z.conf', 'note.txt', '.hid.conf', 'old.conf~', 'w.conf.dpkg-new', 'ö.conf', 'Z.conf'])}`;
  const roll = d.below(100);
  if (roll < 86) put({ path, kind: 'file', text: sections(d, n, unit, d.pick([1, 1, 2]), flavour) });
  else if (roll < 91) put({ path, kind: 'link', to: '/dev/null' });
  else if (roll < 94) put({ path, kind: 'file', text: '' });
  else if (roll < 96) put({ path, kind: 'link', to: '/nowhere/x' });
  // Not a pipe: PID 1 waits for ever where it is to read one.
  else if (roll < 98) put({ path, kind: d.pick(['dir', 'dir']) });
  else {
    put({ path: `out/${n.prefix}-x.conf`, kind: 'file', text: sections(d, n, unit, 1, flavour) });
    put({ path, kind: 'link', to: `@/out/${n.prefix}-x.conf` });
  }
}

function dependencyLink(d: Dice, n: Names, unit: string, put: (e: Entry) => void): void {
  const type = unit.slice(unit.lastIndexOf('.'));
  const host = d.pick([unit, unit, unit, d.pick(n.mentioned), `${n.prefix}-${type}`, unit.replace(/@.*\./, '@.')]);
  const entry = d.chance(85) ? d.pick(n.mentioned) : unitWord(d, n).replaceAll('/', '_').slice(0, 200);
  const path = `${d.pick(LOAD_FOLDERS)}/${host}.${d.pick(['wants', 'wants', 'requires', 'upholds'])}/${entry}`;
  const roll = d.below(100);
  if (roll < 75)
    put({
      path,
      kind: 'link',
      to: d.pick([
        `../${entry}`,
        `@/d1/${entry}`,
        `/nowhere/${entry}`,
        `../${d.pick(n.mentioned)}`,
        'odd/target',
        `@/out/${entry}`,
      ]),
    });
  else if (roll < 85) put({ path, kind: 'link', to: '/dev/null' });
  else if (roll < 90) put({ path, kind: 'file', text: '' });
  else if (roll < 96) put({ path, kind: 'file', text: '[Unit]\nWants=all-c.service\n' });
  else put({ path, kind: 'dir' });
}

/** The unit's own entry is a link: to another unit, out of the load path, or to nothing. */
function link(d: Dice, n: Names, unit: string, put: (e: Entry) => void, flavour: Flavour): void {
  const other = d.pick(n.mentioned);
  const path = `${d.pick(LOAD_FOLDERS)}/${unit}`;
  const linked = `${d.chance(60) ? unit : other}`;
  if (d.chance(70)) put({ path: `out/${linked}`, kind: 'file', text: unitText(d, n, unit, flavour) });
  put({
    path,
    kind: 'link',
    to: d.pick([
      other,
      `../d1/${other}`,
      `@/d2/${other}`,
      `@/out/${linked}`,
      `../out/${linked}`,
      unit,
      '/nowhere/x.service',
      `@/d0/${other}/`,
      `./${other}`,
      `@/out/../d1/${other}`,
      `@/out/${n.prefix}.txt`,
      '/',
      '.',
      `sub/${other}`,
      `@/d1/${n.prefix}.txt`,
    ]),
  });
}

function alias(d: Dice, n: Names, unit: string, put: (e: Entry) => void): void {
  const type = unit.slice(unit.lastIndexOf('.'));
  const at = unit.includes('@');
  const from = d.pick([
    `${n.prefix}-alias${at ? '@' : ''}${type}`,
    `${n.prefix}-al2${at ? '@i' : ''}${type}`,
    `${n.prefix}-a${type}`,
    d.pick(n.mentioned),
    `${n.prefix}-alias.${d.pick(['service', 'target', 'mount'])}`,
    `${n.prefix}-t@i${type}`,
  ]);
  const path = `${d.pick(LOAD_FOLDERS)}/${from}`;
  put({
    path,
    kind: 'link',
    to: d.pick([
      unit,
      `@/d0/${unit}`,
      `../d2/${unit}`,
      `@/d1/${unit}`,
      d.pick(n.mentioned),
      `${n.prefix}-alias${type}`,
    ]),
  });
}
