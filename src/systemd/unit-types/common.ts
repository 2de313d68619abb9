/** What several unit types share: default dependencies, slices, units to trigger. Rule ids are put in words by src/report/rules.ts. */
import type { Setting } from '../../graph/model.ts';
import type { Loading, Refusal } from '../loader.ts';
import { escapeName, instanceOf, nameKind, prefixOf } from '../unit-name.ts';
import type { BehaviourName } from '../versions.ts';

export type Held = ReadonlySet<BehaviourName>;

/** ENOEXEC: PID 1 loads the unit but will not start it. */
export function refuse(message: string, setting?: Setting): Refusal {
  return { load: 'bad-setting', message, ...(setting ? { setting } : {}) };
}

export function stopAtShutdown(at: Loading): void {
  at.rule('Before', 'shutdown.target', 'default', 'default-shutdown');
  at.rule('Conflicts', 'shutdown.target', 'default', 'default-shutdown');
}

export function stopAtUmount(at: Loading, origin: 'default' | 'file' | 'mount-file'): void {
  at.rule('Before', 'umount.target', origin, 'default-umount');
  at.rule('Conflicts', 'umount.target', origin, 'default-umount');
}

/** Default dependencies of sockets, timers and paths. @param more what the type puts between sysinit and shutdown. */
export function readyBefore(at: Loading, reached: string, more: () => void = () => {}): void {
  if (!at.defaults) return;
  at.rule('Before', reached, 'default', `default-${at.unit.type}`);
  at.rule('After', 'sysinit.target', 'default', `default-${at.unit.type}-sysinit`);
  at.rule('Requires', 'sysinit.target', 'default', `default-${at.unit.type}-sysinit`);
  more();
  stopAtShutdown(at);
}

/** Timers and paths without a Unit= that was understood trigger the service of their name. */
export function triggerOwnService(at: Loading, rule: string): void {
  if (at.unit.out.get('Triggers')?.size) return;
  const name = at.unit.id.replace(/\.[a-z]+$/, '.service');
  at.rule('Before', name, 'implicit', rule);
  at.rule('Triggers', name, 'implicit', rule);
}

/** unit_set_default_slice, unless Slice= named one. @param inRoot whether the unit lies outside of system.slice. */
export function placeInSlice(at: Loading, held: Held, inRoot: boolean): Refusal | undefined {
  if (at.slice === undefined) {
    const instance = instanceOf(at.unit.id);
    let name = inRoot || at.perpetual ? '-.slice' : 'system.slice';
    if (instance) name = `system-${escapeName(prefixOf(at.unit.id))}.slice`;
    if (nameKind(name) === undefined) return { load: 'error', message: `${name} is no valid unit name` };
    at.load(name);
    at.slice = { name };
  }
  if (held.has('dependency-atoms'))
    at.rule(
      'InSlice',
      at.slice.name,
      held.has('slice-property-origin') ? 'slice-property' : 'file',
      at.slice.setting ? 'slice-setting' : 'slice-default',
      at.slice.setting,
    );
  return undefined;
}

/** What a path-like setting needs mounted, with the setting as proof. @returns why the load fails, where it does. */
export function needMounts(
  at: Loading,
  path: string,
  origin: 'file' | 'implicit' | 'mount-file',
  rule: string,
  setting?: Setting,
): Refusal | undefined {
  const proof = setting ? { file: setting.file, line: setting.line, key: setting.key } : {};
  return at.mountsFor(path, 'Requires', { origin, how: 'rule', rule, ...proof })
    ? undefined
    : { load: 'error', message: `"${path}" is no normalized path`, ...(setting ? { setting } : {}) };
}
