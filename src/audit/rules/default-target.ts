import { absenceWords, mayExist } from '../in-copy.ts';
import type { Rule } from '../rule.ts';

export const defaultTarget: Rule = {
  id: 'default-target',
  severity: 'error',
  scope: 'system',
  statement: 'default.target leads to a target that can be isolated.',
  why: 'It is what PID 1 starts. Where it is missing systemd falls back to rescue.target and the machine waits for someone at its console; without AllowIsolate=yes what ran in the initrd is not stopped.',
  mend: 'systemctl set-default multi-user.target (in the root: a link /etc/systemd/system/default.target).',
  example: {
    files: { '/etc/systemd/system/default.target': { link: '/usr/lib/systemd/system/graphcial.target' } },
    finds: ['default.target'],
    mended: { '/etc/systemd/system/default.target': { link: '/usr/lib/systemd/system/multi-user.target' } },
  },
  *check({ graph, opened }) {
    if (graph.init.system !== 'systemd') return;
    const node = graph.nodes.get(graph.target);
    if (node === undefined || node.load !== 'loaded')
      yield {
        message: `The boot's target ${graph.target} is ${node ? absenceWords(opened, node) : 'not found'}${mayExist(opened, node) ? '.' : ': systemd falls back to rescue.target.'}`,
        unit: graph.target,
        ...(mayExist(opened, node) ? { severity: 'notice' as const } : {}),
        ...(node?.fragment == null ? {} : { file: node.fragment }),
      };
    else if (node.facts.allowIsolate !== true)
      yield {
        message: `The boot's target ${graph.target} has no AllowIsolate=yes: it is started beside what already runs, not instead of it.`,
        unit: graph.target,
        ...(node.fragment === null ? {} : { file: node.fragment }),
        severity: 'warning',
        mend: `Write AllowIsolate=yes in [Unit] of ${graph.target} (a drop-in: /etc/systemd/system/${graph.target}.d/isolate.conf), or systemctl set-default another target.`,
      };
  },
};
