/**
 * Random changes of a real root, as many administrators in a hurry would make them: masks, drop-ins of every level, links
 * made and removed, own and replaced units, file systems, init scripts. They speak of the root's own units.
 */
import type { Snapshot } from '../../src/snapshot/snapshot.ts';
import { fstabCase } from '../generators/real/fstab-cases.ts';
import { seeded } from '../generators/real/random.ts';
import { sysvCase } from '../generators/real/sysv-cases.ts';
import { crypttabCase } from '../generators/real/volume-cases.ts';
import { type Dice, dice } from './random/dice.ts';
import { drawNames, type Names } from './random/names.ts';
import { SECTION_OF, settingLine, usualLines } from './random/settings.ts';
import type { Change } from './variants.ts';

const ETC = '/etc/systemd/system';
const FOLDERS = [ETC, ETC, ETC, '/usr/local/lib/systemd/system'];
const PATHS = ['/', '/var', '/var/lib/x', '/home/x', '/srv/data', '/tmp/x', '/boot', '/usr/local', '/opt/x/y'];
const TYPES = ['service', 'target', 'socket', 'mount', 'timer', 'slice', 'path'];

/**
 * @param known names of the root's units
 * @returns paths with what is to stand there; the same for the same seed, root and names
 */
export function randomEdits(seed: number, snapshot: Snapshot, known: readonly string[]): Record<string, Change> {
  const d = dice(seed);
  const names = namesOf(d, known);
  const changes: Record<string, Change> = {};
  const unit = (): string => d.pick(names.mentioned);
  for (let left = 6 + d.below(30); left > 0; left--) {
    const folder = d.pick(FOLDERS);
    const roll = d.below(100);
    if (roll < 40)
      changes[`${folder}/${level(d, unit())}.d/${d.pick(['10', '50', 'z'])}.conf`] = lines(d, names, unit());
    else if (roll < 52) changes[`${folder}/${unit()}`] = d.chance(80) ? { link: '/dev/null' } : '';
    else if (roll < 66) {
      const to = unit();
      const kind = d.pick(['wants', 'wants', 'wants', 'requires', 'upholds']);
      changes[`${folder}/${level(d, unit())}.${kind}/${to}`] = {
        link: d.pick([`../${to}`, `/lib/systemd/system/${to}`]),
      };
    } else if (roll < 76) changes[d.pick(linksOf(snapshot))] = null;
    else if (roll < 82) {
      const to = unit();
      changes[`${folder}/${d.pick(names.units).replace(/\.[a-z]+$/, to.slice(to.lastIndexOf('.')))}`] = { link: to };
    } else if (roll < 94) {
      const own = d.pick(names.units);
      changes[`${folder}/${own}`] = text(d, names, own);
    } else {
      const replaced = unit();
      changes[`${folder}/${replaced}`] = text(d, names, replaced);
    }
  }
  if (d.chance(15))
    changes[`${ETC}/default.target`] = {
      link: `/lib/systemd/system/${d.pick(['multi-user', 'rescue', 'graphical'])}.target`,
    };
  if (d.chance(20)) changes['/etc/rc.local'] = { text: '#!/bin/sh\nexit 0\n', mode: d.pick([0o755, 0o644]) };
  const random = seeded(seed);
  for (const [percent, draw] of [[50, fstabCase], [40, crypttabCase], [30, sysvCase]] as const) // biome-ignore format: a table
    if (d.chance(percent))
      for (const [path, { content = '', link, mode = 0o644 }] of draw(random).files)
        if (path.startsWith('/etc/')) changes[path] = link === undefined ? { text: content, mode } : { link };
  return changes;
}

/** What the lists of dependencies speak of: a few of the root's units, so that changes meet, and a few of our own. */
function namesOf(d: Dice, known: readonly string[]): Names {
  const own = drawNames(d, 'own');
  const some = d.some(known, 24).map((name) => name.replace(/@\./, `@${d.pick(['one', 'tty7', 'a-b'])}.`));
  return { ...own, mentioned: [...some, ...own.mentioned.filter((name) => !name.includes('@.'))], paths: PATHS };
}

/** The unit itself, or a level above it: its template, a prefix, its type. */
function level(d: Dice, unit: string): string {
  const type = unit.slice(unit.lastIndexOf('.') + 1);
  const roll = d.below(100);
  if (roll < 4) return TYPES.includes(type) ? type : unit;
  if (roll < 12 && unit.includes('-', 1)) return `${unit.slice(0, unit.indexOf('-', 1) + 1)}.${type}`;
  return roll < 20 ? unit.replace(/@[^.]*\./, '@.') : unit;
}

function lines(d: Dice, names: Names, unit: string): string {
  const out: string[] = [];
  const section = SECTION_OF[unit.slice(unit.lastIndexOf('.') + 1)] ?? 'Unit';
  for (const [of, count] of [['Unit', 1 + d.below(3)], [section, d.below(3)]] as const) // biome-ignore format: a table
    if (count > 0) out.push(`[${of}]`, ...Array.from({ length: count }, () => settingLine(d, names, of)));
  return `${out.join('\n')}\n`;
}

function text(d: Dice, names: Names, unit: string): string {
  const section = SECTION_OF[unit.slice(unit.lastIndexOf('.') + 1)] ?? 'Unit';
  return `${lines(d, names, unit)}[${section}]\n${usualLines(d, names, unit).join('\n')}\n`;
}

/** Links that `systemctl enable` made. */
function linksOf(snapshot: Snapshot): readonly string[] {
  const folders = (snapshot.list(ETC) ?? []).filter(({ name }) => /\.(wants|requires)$/.test(name));
  const links = folders.flatMap(({ name }) =>
    (snapshot.list(`${ETC}/${name}`) ?? []).map((entry) => `${ETC}/${name}/${entry.name}`),
  );
  return links.length > 0 ? links.sort() : [`${ETC}/none`];
}
