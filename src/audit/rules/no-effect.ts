import type { Rule } from '../rule.ts';

/** Reasons that deserve a word of their own; that another init is in force is normal for the files of the others. */
const WORTH: ReadonlySet<string> = new Set(['masked', 'not-executable', 'override', 'no-link']);

export const noEffect: Rule = {
  id: 'no-effect',
  severity: 'info',
  statement: 'Every init script and Upstart job is read by the init that is in force.',
  why: 'Editing a file that the init never reads is the most common way to lose an afternoon.',
  mend: 'Change what counts instead: the message names it.',
  example: {
    files: { '/etc/init/web.conf': 'start on runlevel [2345]\nexec /bin/true\n' },
    finds: ['/etc/init/web.conf'],
    mended: { '/etc/init/web.conf': null },
  },
  *check({ graph }) {
    for (const node of graph.nodes.values()) {
      if (node.init === 'systemd' || node.noEffect === undefined || node.fragment === null) continue;
      yield {
        message: `${node.noEffect.text}.`,
        unit: node.id,
        file: node.fragment,
        severity: WORTH.has(node.noEffect.code) && graph.init.system === node.init ? 'notice' : 'info',
      };
    }
  },
};
