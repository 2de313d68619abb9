/** sysvinit: links in rcN.d (update-rc.d). */
import type { BootGraph, BootNode } from '../../graph/model.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { listWords } from '../../sysv/lsb-header.ts';
import type { Action, Autostart } from './model.ts';

export function sysvAutostart(graph: BootGraph, snapshot: Snapshot, node: BootNode): Autostart {
  const name = node.id.slice('sysv:'.length);
  const startedBy = graph.edges.filter((edge) => edge.to === node.id && edge.type === 'Wants');
  const links = linksOf(snapshot, name);
  const toggled = links.filter((link) => isToggled(link, headerLevels(node, 'start')));
  const starts = toggled.filter((link) => /\/S[0-9][0-9][^/]*$/.test(link));
  const kills = toggled.filter((link) => /\/K[0-9][0-9][^/]*$/.test(link));
  const cancel: Action[] = [];
  const restore: Action[] = [];
  if (starts.length > 0) {
    cancel.push({ command: `update-rc.d ${name} disable`, removes: starts, creates: starts.map(turned) });
    cancel.push({
      command: `update-rc.d -f ${name} remove`,
      removes: links,
      creates: [],
      note: 'an update of the package brings the links back; disable is kept',
    });
    restore.push({
      command: `update-rc.d ${name} enable`,
      removes: starts.map(turned),
      creates: starts,
      note: 'after disable',
    });
  } else if (kills.length > 0)
    restore.push({ command: `update-rc.d ${name} enable`, removes: kills, creates: kills.map(turned) });
  restore.push({
    command: `update-rc.d ${name} defaults`,
    removes: [],
    creates: headerLinks(node, name),
    note: 'where there are no links at all; insserv gives the numbers',
  });
  return {
    init: 'sysv',
    inForce: graph.init.system === 'sysv',
    id: node.id,
    file: node.fragment,
    state: starts.length > 0 ? 'linked' : 'unlinked',
    startedBy,
    settledBy: starts.length > 0 ? [] : kills,
    cancel,
    restore,
  };
}

function linksOf(snapshot: Snapshot, name: string): readonly string[] {
  return ['0', '1', '2', '3', '4', '5', '6', 'S'].flatMap((level) =>
    (snapshot.list(`/etc/rc${level}.d`) ?? [])
      .filter((entry) => /^[SK][0-9][0-9]/.test(entry.name) && entry.name.slice(3) === name)
      .map((entry) => `/etc/rc${level}.d/${entry.name}`),
  );
}

/** sysv_toggle: only levels of Default-Start, and of those only S and 2 to 5. */
function isToggled(link: string, levels: readonly string[]): boolean {
  const level = /^\/etc\/rc(.)\.d\//.exec(link)?.[1] ?? '';
  return /^[2345S]$/.test(level) && levels.includes(level);
}

/** `S20x` to `K20x` and back; where there is insserv it then gives it a number anew. */
function turned(link: string): string {
  const cut = link.lastIndexOf('/') + 1;
  return `${link.slice(0, cut)}${link[cut] === 'S' ? 'K' : 'S'}${link.slice(cut + 1)}`;
}

function headerLevels(node: BootNode, mode: 'start' | 'stop'): readonly string[] {
  const key = mode === 'start' ? /^default[-_]+start$/i : /^default[-_]+stop$/i;
  const words = node.settings.filter((one) => key.test(one.key)).flatMap((one) => listWords(one.value));
  return words.filter((level) => /^[0-6S]$/i.test(level)).map((level) => level.toUpperCase());
}

/** make_sysv_links: 01 everywhere, and insserv gives the numbers where it is there. */
function headerLinks(node: BootNode, name: string): readonly string[] {
  return [
    ...headerLevels(node, 'start').map((level) => `/etc/rc${level}.d/S01${name}`),
    ...headerLevels(node, 'stop').map((level) => `/etc/rc${level}.d/K01${name}`),
  ];
}
