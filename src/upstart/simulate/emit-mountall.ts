/** The events of mountall (mountall.c). */
import type { Declaration } from '../../graph/model.ts';
import type { Environment } from './environment.ts';
import type { Mount } from './mounts.ts';
import { emitsProof, proofOf, type Writing } from './steps.ts';

/** What trigger_events emits an event after, whatever comes up first; swaps are complete at any time. */
const AFTER: Readonly<Record<string, readonly string[]>> = {
  'local-filesystems': ['virtual-filesystems'],
  'remote-filesystems': ['virtual-filesystems'],
  filesystem: ['local-filesystems', 'remote-filesystems'],
};

/** mountall.c: trigger_events, after each file system. It waits for what `mounting` and `mounted` start, and for nothing else. */
export function writeMountall(writing: Writing, line: number): void {
  const { facts } = writing.context;
  const left = { virtual: 0, local: 0, remote: 0, swap: 0, nowait: 0 };
  for (const mount of facts.mounts) left[mount.class]++;
  const done = new Set<string>();
  const emit = (event: string, env: Environment, wait: boolean, mount?: Mount): void => {
    const at: Declaration = { ...proofOf(writing, line, 'mountall'), rule: 'upstart-mountall' };
    const table: Declaration[] =
      mount?.line === undefined
        ? []
        : [{ by: at.by, origin: 'mount-file', how: 'line', file: mount.file, line: mount.line, as: mount.point }];
    const proof = [...emitsProof(writing.job, event), at, ...table];
    const after = AFTER[event] ?? [];
    writing.steps.push({ do: 'emit', event, env, wait, certainty: 'modelled', proof, after });
  };
  const once = (event: string, ready: boolean): void => {
    if (!ready || done.has(event)) return;
    done.add(event);
    emit(event, [], false);
  };
  for (const mount of facts.mounts) {
    const { device, point, type, options } = mount;
    const env = [`DEVICE=${device}`, `MOUNTPOINT=${point}`, `TYPE=${type}`, `OPTIONS=${options}`];
    emit('mounting', env, true, mount);
    emit('mounted', env, true, mount);
    left[mount.class]--;
    once('virtual-filesystems', left.virtual === 0);
    once('local-filesystems', done.has('virtual-filesystems') && left.local === 0);
    once('remote-filesystems', done.has('virtual-filesystems') && left.remote === 0);
    once('filesystem', done.has('local-filesystems') && done.has('remote-filesystems'));
    once('all-swaps', left.swap === 0);
  }
}
