import { anchorFromCmdline } from '../../words/kernel-cmdline.ts';
import type { AuditContext } from '../context.ts';
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
    const asked = otherWish(opened);
    if (node === undefined || node.load !== 'loaded')
      yield {
        message: `The boot's target ${graph.target} is ${node ? absenceWords(opened, node) : 'not found'}${mayExist(opened, node) ? '.' : ': systemd falls back to rescue.target.'}`,
        unit: graph.target,
        ...(mayExist(opened, node) ? { severity: 'notice' as const } : {}),
        ...(node?.fragment == null ? {} : { file: node.fragment }),
        ...(asked === undefined ? {} : { mend: asked }),
      };
    // What a generator makes for one boot is begun beside nothing.
    else if (node.facts.allowIsolate !== true && node.fragment?.startsWith('/run/systemd/generator') !== true)
      yield {
        message: `The boot's target ${graph.target} has no AllowIsolate=yes: it is started beside what already runs, not instead of it.`,
        unit: graph.target,
        ...(node.fragment === null ? {} : { file: node.fragment }),
        severity: 'warning',
        mend: `Write AllowIsolate=yes in [Unit] of ${graph.target} (a drop-in: /etc/systemd/system/${graph.target}.d/isolate.conf), or ${asked === undefined ? 'systemctl set-default another target.' : `${asked.charAt(0).toLowerCase()}${asked.slice(1)}`}`,
      };
  },
};

/** What to do where it is not the default target that the boot aims at: that word has to change, and no link. */
function otherWish({ asked, cmdline, initrd }: AuditContext['opened']): string | undefined {
  if (asked === 'default.target' || (initrd === true && asked === 'initrd.target')) return undefined;
  const words = anchorFromCmdline(cmdline, { initrd: initrd === true });
  return words?.unit === asked
    ? `Take ${words.word} off the kernel command line, or let it name a target that is there.`
    : 'Ask for another target with --target.';
}
