/**
 * update-rc.d of Debian and Ubuntu: it turns links, has insserv give them numbers, and calls the unit and the Upstart job of the same
 * name off as well, by its version. What it does is read in its own text, where the root holds it.
 */
import type { BootGraph, BootNode } from '../../graph/model.ts';
import type { OpenedRoot } from '../../open.ts';
import { openSnapshot } from '../../snapshot/open.ts';
import { type OverlayEntry, overlayTree } from '../../snapshot/overlay.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { RcLink } from '../../sysv/init-scripts.ts';
import { runInsserv } from '../../sysv/insserv/run.ts';
import type { Actions, LinkedScript } from './linked-script.ts';
import type { Action } from './model.ts';
import { enabledLinks, enableLinks } from './systemd.ts';

/** What this root's update-rc.d does besides turning links. */
interface Version {
  /** insserv numbers anew what was turned. */
  readonly insserv: boolean;
  /** Without insserv: a K link gets 100 less the number of the S link (update-rc.d(8) of sysv-rc); newer ones keep it. */
  readonly complements: boolean;
  readonly units: boolean;
  readonly jobs: boolean;
}

const PROGRAM = '/usr/sbin/update-rc.d';

function versionOf(snapshot: Snapshot, links: readonly RcLink[]): Version {
  const insserv = hasInsserv(snapshot, links);
  const text = snapshot.read(PROGRAM) ?? '';
  // A stand-in without the program's functions says nothing; then what lies in the root has to do.
  if (!/\bsub\s+\w/.test(text)) return { insserv, complements: !insserv, units: insserv, jobs: insserv };
  return {
    insserv,
    complements: /100\s*-/.test(text),
    units: /systemctl|systemd_links/.test(text),
    jobs: /\/etc\/init\b(?!\.d)|upstart/.test(text),
  };
}

/** The program; where a copy holds no programs, what it leaves: .depend files, and numbers that nobody else gives. */
function hasInsserv(snapshot: Snapshot, links: readonly RcLink[]): boolean {
  const there = (path: string): boolean => snapshot.stat(path) !== undefined;
  if (there('/sbin/insserv') || there('/usr/lib/insserv/insserv')) return there('/etc/insserv.conf');
  if (there(PROGRAM)) return false;
  const start = links.find(({ type }) => type === 'S')?.number;
  const stop = links.find(({ type }) => type === 'K')?.number;
  const odd = start !== undefined && stop !== undefined && stop !== start && stop !== 100 - start;
  return there('/etc/init.d/.depend.start') || odd;
}

export function updateRcActions(opened: OpenedRoot, script: LinkedScript): Actions {
  const { snapshot } = opened;
  const { name, links, headerLevels } = script;
  const version = versionOf(snapshot, links);
  // sysv_toggle: only levels of Default-Start, and of those only S and 2 to 5.
  const toggled = links.filter(({ runlevel }) => /^[2345S]$/.test(runlevel) && headerLevels.start.includes(runlevel));
  const starts = toggled.filter(({ type }) => type === 'S');
  const kills = toggled.filter(({ type }) => type === 'K');
  const cancel: Action[] = [];
  const restore: Action[] = [];
  if (starts.length > 0) {
    const turned = turnedLinks(snapshot, script, starts, 'K', version);
    const also = calledOff(opened, name, version);
    const files = starts.map(({ file }) => file);
    cancel.push({
      command: `update-rc.d ${name} disable`,
      removes: [...files, ...also.removes],
      creates: [...turned.made, ...also.creates],
      ...turned.note,
    });
    cancel.push({
      command: `update-rc.d -f ${name} remove`,
      removes: links.map(({ file }) => file),
      creates: [],
      note: 'an update of the package brings the links back; disable is kept',
    });
    restore.push({
      command: `update-rc.d ${name} enable`,
      removes: [...turned.made, ...also.creates],
      creates: [...files, ...also.removes],
      note: 'after disable',
    });
  } else if (kills.length > 0) {
    const turned = turnedLinks(snapshot, script, kills, 'S', version);
    const also = broughtBack(opened, name, version);
    restore.push({
      command: `update-rc.d ${name} enable`,
      removes: [...kills.map(({ file }) => file), ...also.removes],
      creates: [...turned.made, ...also.creates],
      ...turned.note,
    });
  }
  restore.push({
    command: `update-rc.d ${name} defaults`,
    removes: [],
    creates: defaultLinks(script),
    note: version.insserv
      ? 'where there are no links at all; insserv gives the numbers'
      : 'where there are no links at all',
  });
  return { cancel, restore };
}

type Note = Pick<Action, 'note'>;

/** The links as they are named in the end: insserv goes over all of them and gives new numbers. */
function turnedLinks(
  snapshot: Snapshot,
  { name }: LinkedScript,
  links: readonly RcLink[],
  type: 'S' | 'K',
  version: Version,
): { readonly made: readonly string[]; readonly note: Note } {
  const plain = (number: (link: RcLink) => number): readonly string[] =>
    links.map(
      (link) => `${link.file.slice(0, link.file.lastIndexOf('/') + 1)}${type}${twoDigits(number(link))}${name}`,
    );
  if (!version.insserv) return { made: plain(({ number }) => (version.complements ? 100 - number : number)), note: {} };
  const turned = plain(({ number }) => number);
  const entries = links.flatMap(({ file }, i): OverlayEntry[] => [
    { path: file, removed: true },
    { path: turned[i] ?? file, linkTarget: `../init.d/${name}` },
  ]);
  const after = openSnapshot(overlayTree(snapshot.tree, entries), snapshot.label);
  const { order, fatal } = runInsserv(after, { named: [name] });
  const mode = type === 'K' ? 'stop' : 'start';
  const number = order.find((one) => one.script === name && one.mode === mode)?.number;
  if (fatal.length > 0)
    return {
      made: turned,
      note: { note: 'insserv refuses this root, so the links keep their numbers, and the command fails' },
    };
  const others = renumbered(after, order, name);
  const note = others === 0 ? {} : { note: `insserv renumbers ${others} links of other scripts as well` };
  return { made: number === undefined ? turned : plain(() => number), note };
}

function renumbered(after: Snapshot, order: ReturnType<typeof runInsserv>['order'], name: string): number {
  const wanted = new Map(order.map(({ script, mode, number }) => [`${mode} ${script}`, number]));
  let count = 0;
  for (const level of ['0', '1', '2', '3', '4', '5', '6', 'S'])
    for (const entry of after.list(`/etc/rc${level}.d`) ?? []) {
      const match = /^([SK])(\d\d)(.+)$/.exec(entry.name);
      if (match === null || match[3] === name || (match[1] === 'K' && level === 'S')) continue;
      const right = wanted.get(`${match[1] === 'K' ? 'stop' : 'start'} ${match[3]}`);
      if (right !== undefined && right !== Number(match[2])) count++;
    }
  return count;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}

/** A unit's links in /etc, and an override of the job. */
function calledOff(opened: OpenedRoot, name: string, version: Version): Pick<Action, 'removes' | 'creates'> {
  const { graph, snapshot } = opened;
  const unit = version.units ? unitNamed(graph, name) : undefined;
  const counts = countedLinks(snapshot);
  const override = overrideOf(snapshot, name);
  const writes = version.jobs && override !== undefined && !saysManual(snapshot, override);
  return {
    removes: unit === undefined ? [] : enabledLinks(opened, unit).filter(counts),
    creates: writes && snapshot.stat(override) === undefined ? [override] : [],
  };
}

function broughtBack(opened: OpenedRoot, name: string, version: Version): Pick<Action, 'removes' | 'creates'> {
  const { graph, snapshot } = opened;
  const unit = version.units ? unitNamed(graph, name) : undefined;
  const override = overrideOf(snapshot, name);
  const only = version.jobs && override !== undefined && snapshot.read(override)?.trim() === 'manual';
  return {
    removes: only ? [override] : [],
    creates: unit === undefined ? [] : enableLinks(unit, opened.config).filter(countedLinks(snapshot)),
  };
}

/** make_systemd_links: without systemctl in the root only the links of WantedBy= are turned, not aliases. */
function countedLinks(snapshot: Snapshot): (link: string) => boolean {
  const there = (path: string): boolean => snapshot.stat(path) !== undefined;
  const without = there('/bin/sh') && !there('/bin/systemctl') && !there('/usr/bin/systemctl');
  return (link) => !without || /\.wants\//.test(link);
}

function unitNamed(graph: BootGraph, name: string): BootNode | undefined {
  const unit = graph.nodes.get(graph.names.get(`${name}.service`) ?? '');
  return unit?.load === 'loaded' && unit.facts.sourcePath === undefined ? unit : undefined;
}

function overrideOf(snapshot: Snapshot, name: string): string | undefined {
  return snapshot.stat(`/etc/init/${name}.conf`)?.kind === 'file' ? `/etc/init/${name}.override` : undefined;
}

function saysManual(snapshot: Snapshot, override: string): boolean {
  return /^[ \t]*manual\b/m.test(snapshot.read(override) ?? '');
}

/** make_sysv_links: 01 everywhere, and insserv gives the numbers where it is there. */
function defaultLinks({ name, headerLevels }: LinkedScript): readonly string[] {
  return [
    ...headerLevels.start.map((level) => `/etc/rc${level}.d/S01${name}`),
    ...headerLevels.stop.map((level) => `/etc/rc${level}.d/K01${name}`),
  ];
}
