import { bootOf } from '../../boot/boot.ts';
import { startClosureIds } from '../../engine/later/start-closure.ts';
import { orderPath } from '../../engine/why.ts';
import type { BootNode } from '../../graph/model.ts';
import type { StartCommand } from '../../trace/start-commands.ts';
import type { Rule } from '../rule.ts';

export const blockingStart: Rule = {
  id: 'blocking-start',
  severity: 'error',
  scope: 'system',
  statement: 'No script of the boot waits for a unit that waits for the script.',
  why: 'systemctl start comes back when the start is done. Where the started unit is ordered after the unit whose script calls it, each waits for the other: the boot stands still until a time-out ends it, and a oneshot has none.',
  mend: 'Write systemctl start --no-block, or leave the start to a dependency of the unit.',
  example: {
    files: {
      '/usr/bin/systemctl': '#!/bin/sh\n',
      '/usr/bin/prepare': { text: '#!/bin/sh\nsystemctl start web.service\n', mode: 0o755 },
      '/etc/systemd/system/prepare.service': '[Service]\nType=oneshot\nExecStart=/usr/bin/prepare\n',
      '/etc/systemd/system/web.service': '[Unit]\nAfter=prepare.service\n[Service]\nExecStart=/bin/true\n',
      '/etc/systemd/system/multi-user.target.wants/prepare.service': { link: '../prepare.service' },
    },
    finds: ['/usr/bin/prepare:2'],
    mended: { '/usr/bin/prepare': { text: '#!/bin/sh\nsystemctl --no-block start web.service\n', mode: 0o755 } },
  },
  *check({ opened, graph, started, out }) {
    for (const command of bootOf(opened).commands) {
      const by = graph.nodes.get(command.by);
      if (by === undefined || !command.waits || !holdsItsJob(by, command)) continue;
      // What the start pulls in has jobs, too.
      const queued = startClosureIds(graph, out, command.unit);
      const taking = (id: string): boolean => started(id) || queued.has(id);
      const path = orderPath(graph, command.unit, command.by, taking);
      if (path === undefined || path.length === 0) continue;
      const perhaps = command.under.length > 0;
      yield {
        message: `${command.by} runs "${command.text}" and waits for it${perhaps ? `, if ${command.under.join(' and ')}` : ''}, while ${command.unit} waits for ${command.by} to be done: neither goes on.`,
        unit: command.by,
        file: command.file,
        line: command.line,
        proof: path,
        ...(perhaps ? { severity: 'warning' as const } : {}),
      };
    }
  },
};

/** Whether the unit's start job is open while the command runs. */
function holdsItsJob(node: BootNode, { key }: StartCommand): boolean {
  if (node.type === 'script' || key !== 'ExecStart') return key !== 'ExecReload' && key !== 'ExecStop';
  return /^(oneshot|forking|notify|notify-reload|dbus)$/.test(node.facts.serviceType ?? '');
}
