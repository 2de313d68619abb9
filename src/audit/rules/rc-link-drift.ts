import { relinkAdvice, serviceTool } from '../../behaviours/service-commands.ts';
import { lsbScripts } from '../lsb-scripts.ts';
import type { Rule } from '../rule.ts';

const text = (levels: string): string =>
  `#!/bin/sh\n### BEGIN INIT INFO\n# Provides: olddaemon\n# Required-Start:\n# Required-Stop:\n# Default-Start: ${levels}\n# Default-Stop: 0 1 6\n### END INIT INFO\n`;

export const rcLinkDrift: Rule = {
  id: 'rc-link-drift',
  severity: 'notice',
  statement: 'The links in rcN.d start a script in the runlevels that its header names.',
  why: 'The header is what packages and insserv go by, the links are what happens. Where they differ somebody changed one of them by hand, and the next update may change it back.',
  mend: 'update-rc.d NAME defaults makes the links by the header; update-rc.d NAME enable|disable LEVEL is the way to differ on purpose.',
  example: {
    files: {
      '/etc/init.d/olddaemon': { text: text('2 3 4 5'), mode: 0o755 },
      '/etc/rc2.d/S20olddaemon': { link: '../init.d/olddaemon' },
    },
    finds: ['/etc/init.d/olddaemon:6'],
    mended: { '/etc/init.d/olddaemon': { text: text('2'), mode: 0o755 } },
  },
  *check(context) {
    const { files, scripts } = lsbScripts(context);
    const tool = serviceTool(context.snapshot);
    for (const { name, header } of scripts) {
      const field = header.header.fields.get('default-start');
      const linked = [...files.links].flatMap(([level, links]) =>
        links.some((link) => link.type === 'S' && link.script === name) ? [level as string] : [],
      );
      // A script without any S link is disabled: that is a state, not a drift.
      if (field === undefined || linked.length === 0) continue;
      const asked = field.value
        .toUpperCase()
        .split(/[ ,;\t]+/)
        .filter((level) => /^[0-6S]$/.test(level));
      const missing = asked.filter((level) => !linked.includes(level));
      const extra = linked.filter((level) => !asked.includes(level));
      if (missing.length + extra.length === 0) continue;
      const parts = [
        missing.length > 0 ? `not started in runlevel ${missing.join(', ')}, as its header says` : '',
        extra.length > 0 ? `started in runlevel ${extra.join(', ')}, which its header does not name` : '',
      ].filter((part) => part !== '');
      yield {
        message: `${name} is ${parts.join(', and ')}.`,
        unit: `sysv:${name}`,
        file: header.file,
        line: field.line,
        mend: relinkAdvice(tool, name),
      };
    }
  },
};
