import type { BootEdge, EdgeType } from '../../graph/model.ts';
import type { OpenedRoot } from '../../open.ts';
import { systemLoadPath, userLoadPath } from '../../systemd/load-path.ts';
import { placeOf, writtenOf } from '../context.ts';
import type { Rule } from '../rule.ts';

/** What an edge is good for; a requirement that is missing is one finding of required-unavailable. */
const WISHES: readonly EdgeType[] = ['Wants', 'Upholds', 'After', 'PartOf'];

/** Of these systemd.special(7) says that PID 1 has them, and a user's manager none of its own. */
const SYSTEM_ONLY =
  /^(network(-pre|-online)?|multi-user|(local|remote)-fs(-pre)?|sysinit|getty(-pre)?|rescue|emergency|swap|umount|time-s(ync|et)|nss-(user-)?lookup|cryptsetup)\.target$/;

export const unitOfOtherManager: Rule = {
  id: 'unit-of-other-manager',
  severity: 'warning',
  statement:
    'A unit names no unit that only the other kind of manager has: PID 1 those of the system, each user the own.',
  why: "PID 1 and a user's manager each know their own units only: After=, Wants= and an enabling link that name a unit of the other one are without effect, and nothing says so.",
  mend: 'Order and want units of the same manager; what must wait for the machine is a system unit (with User=, where it runs for one user), or waits in its own program.',
  example: {
    files: {
      '/usr/lib/systemd/user/graphical-session.target': '[Unit]\nDescription=Session\n',
      '/etc/systemd/system/kiosk.service': '[Unit]\nAfter=graphical-session.target\n[Service]\nExecStart=/bin/true\n',
      '/etc/systemd/system/multi-user.target.wants/kiosk.service': { link: '../kiosk.service' },
    },
    finds: ['/etc/systemd/system/kiosk.service:2'],
    mended: { '/etc/systemd/system/kiosk.service': '[Service]\nExecStart=/bin/true\n' },
  },
  *check({ graph, opened, units, out, in: into }) {
    const other = opened.user === undefined ? "users' managers have" : 'PID 1 has';
    const here = opened.user === undefined ? 'PID 1 does not know it' : "a user's manager does not know it";
    for (const { id, load } of units) {
      if (load !== 'not-found' || !isOfOtherManager(opened, id)) continue;
      const byUnit = new Map<string, BootEdge[]>();
      for (const edge of [...into(id, ...WISHES), ...out(id, ...WISHES)]) {
        const unit = edge.from === id ? edge.to : edge.from;
        const node = graph.nodes.get(unit);
        if (writtenOf(edge) === undefined || node?.load !== 'loaded' || !node.effective) continue;
        const list = byUnit.get(unit);
        if (list) list.push(edge);
        else byUnit.set(unit, [edge]);
      }
      for (const [unit, edges] of byUnit) {
        if (out(unit, 'Requires', 'BindsTo', 'Requisite').some(({ to }) => to === id)) continue;
        yield {
          message: `${unit} ${edges.map((edge) => wish(edge, id)).join(' and ')} ${id}, which ${other}, but ${here}: that is without effect.`,
          unit,
          ...placeOf(edges.flatMap((edge) => writtenOf(edge) ?? [])[0]),
          proof: edges,
          // A packager may wish for what another package brings.
          ...(/^(\/usr)?\/lib\/|^\/usr\/share\//.test(graph.nodes.get(unit)?.fragment ?? '')
            ? { severity: 'notice' }
            : {}),
        };
      }
    }
  },
};

/** Whether a unit that this manager lacks is one that the other kind of manager has. */
export function isOfOtherManager({ snapshot, user }: OpenedRoot, name: string): boolean {
  const folders = user === undefined ? userLoadPath() : systemLoadPath(true);
  return (
    folders.some((folder) => snapshot.lstat(`${folder}/${name}`) !== undefined) ||
    (user !== undefined && SYSTEM_ONLY.test(name))
  );
}

function wish({ from, type }: BootEdge, id: string): string {
  if (type === 'After') return from === id ? 'is to start before' : 'waits for';
  if (type === 'PartOf') return from === id ? 'is to take along' : 'belongs to';
  return from === id ? 'is enabled in' : 'wants';
}
