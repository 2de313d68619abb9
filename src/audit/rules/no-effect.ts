import type { Rule } from '../rule.ts';

/** Reasons that deserve a word of their own; that another init is in force, or that nothing enables a script, is a state. */
const WORTH: ReadonlySet<string> = new Set(['masked', 'override']);

/** What to do where nothing else counts instead. */
const MENDS: Readonly<Record<string, string>> = {
  'no-link': 'Nothing, where it is to stay off; "autostart NAME" tells what brings it back.',
  'not-executable': 'chmod +x makes it count, where it is meant to be run.',
};

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
  *check({ graph, in: into }) {
    const runs = new Set([graph.target, 'runlevel:S']);
    for (const node of graph.nodes.values()) {
      const { noEffect: reason, fragment } = node;
      if (node.init === 'systemd' || reason === undefined || fragment === null) continue;
      // Another runlevel runs it: it is in effect, only not at this boot.
      if (reason.code === 'other-runlevel') continue;
      const asked = reason.code === 'not-executable' && into(node.id, 'Wants').some(({ from }) => runs.has(from));
      yield {
        message: `${reason.text}.`,
        unit: node.id,
        file: fragment,
        severity: (WORTH.has(reason.code) || asked) && graph.init.system === node.init ? 'notice' : 'info',
        ...(MENDS[reason.code] ? { mend: MENDS[reason.code] } : {}),
      };
    }
  },
};
