import { parseChkconfigHeader } from '../../sysv/chkconfig-header.ts';
import { lsbScripts } from '../lsb-scripts.ts';
import type { Rule } from '../rule.ts';

const NEEDED = ['provides', 'required-start', 'required-stop', 'default-start', 'default-stop'] as const;

export const lsbHeader: Rule = {
  id: 'lsb-header',
  severity: 'warning',
  statement: 'Every init script that is run says in an LSB header what it provides and needs.',
  why: 'Without a header insserv cannot order the script, and systemd orders it by the number of its link alone, before or after every other such script.',
  mend: 'Add the block between ### BEGIN INIT INFO and ### END INIT INFO, with all five keys, empty ones too.',
  example: {
    files: {
      '/etc/init.d/olddaemon': { text: '#!/bin/sh\n/usr/sbin/olddaemon\n', mode: 0o755 },
      '/etc/rc2.d/S20olddaemon': { link: '../init.d/olddaemon' },
    },
    finds: ['/etc/init.d/olddaemon'],
    mended: {
      '/etc/init.d/olddaemon': {
        text: '#!/bin/sh\n### BEGIN INIT INFO\n# Provides: olddaemon\n# Required-Start:\n# Required-Stop:\n# Default-Start: 2 3 4 5\n# Default-Stop: 0 1 6\n### END INIT INFO\n',
        mode: 0o755,
      },
    },
  },
  *check(context) {
    const { files, scripts } = lsbScripts(context);
    for (const { name, file, header } of scripts) {
      if (header.source !== 'script' && header.source !== 'override') continue;
      const { state, line, fields } = header.header;
      // Red Hat's own comment is a whole header there: chkconfig goes by it.
      const other =
        files.layout.tradition?.readsChkconfigComments === true
          ? parseChkconfigHeader(context.snapshot.read(file) ?? '')
          : undefined;
      if (other !== undefined && state !== 'open') continue;
      const missing = NEEDED.filter((key) => !fields.has(key));
      const unit = `sysv:${name}`;
      if (state === 'none') yield { message: `${file} has no LSB header.`, unit, file };
      else if (state === 'open')
        yield { message: 'The LSB header has no end: insserv refuses it.', unit, file: header.file, line };
      else if (missing.length > 0)
        yield {
          message: `The LSB header has no ${missing.join(', ')}.`,
          unit,
          file: header.file,
          line,
          severity: 'notice',
        };
    }
  },
};
