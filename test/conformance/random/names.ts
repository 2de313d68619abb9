/** The names that one random tree is about: units of every type, related by prefix, instance, path and slice. */
import type { Dice } from './dice.ts';

export interface Names {
  /** Begins every name, so that many trees fit in one load path. */
  readonly prefix: string;
  /** Units that the tree may have files for; templates included. */
  readonly units: readonly string[];
  /** Names to write in lists: units, instances, shared and missing ones. */
  readonly mentioned: readonly string[];
  /** Absolute paths, some of them mount points of `units`. */
  readonly paths: readonly string[];
}

/** Units of the stock boot that built-in rules speak of. */
export const SHARED = [
  'sysinit.target',
  'basic.target',
  'shutdown.target',
  'umount.target',
  'local-fs.target',
  'local-fs-pre.target',
  'remote-fs.target',
  'network.target',
  'network-online.target',
  'swap.target',
  'sockets.target',
  'timers.target',
  'paths.target',
  'time-sync.target',
  'dbus.socket',
  'systemd-journald.socket',
  'tmp.mount',
  'var-tmp.mount',
  'var.mount',
  'systemd-remount-fs.service',
  'systemd-tmpfiles-setup.service',
  '-.mount',
  '-.slice',
  'system.slice',
  'init.scope',
] as const;

export function drawNames(d: Dice, prefix: string): Names {
  const units: string[] = [];
  const stems = [`${prefix}`, `${prefix}-a`, `${prefix}-b`, `${prefix}-a-b`, `${prefix}-c`, `${prefix}-a-`];
  if (d.chance(10)) stems.push(`${prefix}-e\\x2df`, `${prefix}_g:h.i`);
  if (d.chance(3)) stems.push(`${prefix}-${'l'.repeat(d.pick([200, 235, 240]))}`);
  const paths = [`/${prefix}`, `/${prefix}/m`, `/${prefix}/m/n`, `/${prefix}/d-e`];
  const templates = [`${prefix}-t`, `${prefix}-t-u`, `${prefix}`];
  const add = (name: string): void => {
    if (!units.includes(name)) units.push(name);
  };
  const count = 2 + d.below(6);
  for (let n = 0; n < count; n++) {
    const kind = d.below(100);
    if (kind < 34) add(`${d.pick(stems)}.service`);
    else if (kind < 44) add(`${d.pick(stems)}.target`);
    else if (kind < 51) add(`${d.pick(stems)}.socket`);
    else if (kind < 56) add(`${d.pick(stems)}.timer`);
    else if (kind < 60) add(`${d.pick(stems)}.path`);
    else if (kind < 66) add(`${d.pick(stems)}.slice`);
    else if (kind < 75) add(`${d.pick(paths).slice(1).replaceAll('-', '\\x2d').replaceAll('/', '-')}.mount`);
    else if (kind < 78) add(`${d.pick(paths).slice(1).replaceAll('-', '\\x2d').replaceAll('/', '-')}.automount`);
    else if (kind < 82) add(d.pick([`dev-${prefix}s.swap`, `${prefix}-swapfile.swap`]));
    else if (kind < 83) add(d.pick([`${prefix}.scope`, `dev-${prefix}s.device`]));
    else {
      const stem = `${d.pick(templates)}@`;
      const type = d.pick(['service', 'service', 'service', 'socket', 'target', 'timer', 'path', 'slice', 'mount']);
      add(`${stem}${d.pick(['', '', 'i', 'i', 'j-k', 'x\\x2dy'])}.${type}`);
    }
  }
  const mentioned = [...units];
  for (const unit of units)
    if (/@\./.test(unit)) for (const i of d.some(['i', 'j-k', prefix], 2)) mentioned.push(unit.replace('@.', `@${i}.`));
  mentioned.push(`${prefix}-missing.service`, `${prefix}-gone.target`, `dev-${prefix}s.device`);
  return { prefix, units, mentioned, paths: [...paths, `/${prefix}/m/n/file`, '/var/tmp', '/tmp', '/'] };
}
