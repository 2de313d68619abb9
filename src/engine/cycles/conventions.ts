/**
 * What the field agrees on about the special units (systemd.special(7)): which of them early boot waits for, which belong to
 * the ordinary start, and before which one a provider is to order itself.
 */
import type { BootGraph } from '../../graph/model.ts';

/** Points that sysinit.target waits for by its own files, or that come before it by what they are for. */
const EARLY: ReadonlySet<string> = new Set([
  'sysinit.target',
  'local-fs.target',
  'local-fs-pre.target',
  'swap.target',
  'cryptsetup.target',
  'cryptsetup-pre.target',
  'integritysetup.target',
  'integritysetup-pre.target',
  'veritysetup.target',
  'veritysetup-pre.target',
  'network-pre.target',
  'first-boot-complete.target',
  'time-set.target',
  'initrd-root-device.target',
  'initrd-root-fs.target',
  'initrd-usr-fs.target',
  'initrd-fs.target',
]);

/** Points that are reached by ordinary units, so after sysinit.target. */
const LATE: ReadonlySet<string> = new Set([
  'basic.target',
  'network.target',
  'network-online.target',
  'nss-lookup.target',
  'nss-user-lookup.target',
  'remote-fs.target',
  'remote-fs-pre.target',
  'remote-cryptsetup.target',
  'remote-veritysetup.target',
  'remote-integritysetup.target',
  'rpcbind.target',
  'time-sync.target',
  'boot-complete.target',
  'getty.target',
  'getty-pre.target',
  'sound.target',
  'printer.target',
  'smartcard.target',
  'multi-user.target',
  'graphical.target',
  'default.target',
]);

/** Passive ones, and those with a provider of their own: who provides the thing orders itself before the target. */
const PROVIDED: ReadonlySet<string> = new Set([
  'cryptsetup-pre.target',
  'first-boot-complete.target',
  'getty-pre.target',
  'integritysetup-pre.target',
  'local-fs-pre.target',
  'network.target',
  'network-online.target',
  'network-pre.target',
  'nss-lookup.target',
  'nss-user-lookup.target',
  'remote-fs-pre.target',
  'rpcbind.target',
  'time-set.target',
  'time-sync.target',
  'veritysetup-pre.target',
]);

export const isEarlyPoint = (id: string): boolean => EARLY.has(id);
export const isLatePoint = (id: string): boolean => LATE.has(id);
export const isProvided = (id: string): boolean => PROVIDED.has(id);

/** Ordinary units talk to each other over the bus: taken out of their order, all of them come with it (special.h). */
const BUS: ReadonlySet<string> = new Set(['dbus.socket', 'dbus.service', 'dbus-broker.service']);

/** The bus itself, or what it requires. */
export function isNeededByBus(graph: BootGraph, unit: string): boolean {
  if (BUS.has(unit)) return true;
  return graph.edges.some(
    ({ from, to, type }) => to === unit && BUS.has(from) && (type === 'Requires' || type === 'BindsTo'),
  );
}
