import { untilTag } from '../../behaviours/does.ts';
import type { Rule } from '../rule.ts';

export const needsInitScriptSupport: Rule = {
  id: 'needs-init-script-support',
  severity: 'notice',
  scope: 'system',
  statement: 'Services do not depend on init scripts, which systemd 260 no longer reads.',
  why: 'Up to v259 systemd makes a service of each init script that has no unit file. From v260 on such a service vanishes without a word.',
  mend: 'Write a unit file for it, or get a package that has one.',
  example: {
    files: {
      '/etc/init.d/olddaemon': {
        text: '#!/bin/sh\n### BEGIN INIT INFO\n# Provides: olddaemon\n# Required-Start:\n# Required-Stop:\n# Default-Start: 2 3 4 5\n# Default-Stop: 0 1 6\n### END INIT INFO\n',
        mode: 0o755,
      },
      '/etc/rc2.d/S01olddaemon': { link: '../init.d/olddaemon' },
    },
    version: 252,
    finds: ['/etc/init.d/olddaemon'],
    mended: { '/etc/systemd/system/olddaemon.service': '[Service]\nExecStart=/bin/true\n' },
  },
  *check({ graph, started, version, in: into }) {
    if (graph.init.system !== 'systemd') return;
    for (const node of graph.nodes.values()) {
      if (node.init === 'systemd') {
        const script = node.facts.sourcePath;
        if (script === undefined || !/^\/etc\/(rc\.d\/)?init\.d\//.test(script) || !started(node.id)) continue;
        yield {
          message: `${node.id} exists only as the init script ${script}: from systemd ${untilTag('init-scripts-are-read')} on it is not started any more.`,
          unit: node.id,
          file: script,
        };
      } else if (node.type === 'script' && node.noEffect?.code === 'no-sysv-support' && node.fragment !== null) {
        if (!into(node.id, 'Wants').some(({ from }) => /^runlevel:[2-5]$/.test(from))) continue;
        yield {
          message: `${node.fragment} is not started: systemd ${version} reads no init scripts, and there is no unit of that name.`,
          unit: node.id,
          file: node.fragment,
          severity: 'error',
        };
      }
    }
  },
};
