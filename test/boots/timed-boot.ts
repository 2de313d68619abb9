/** One boot of a root in systemd-nspawn, from a throw-away overlay, with the times that PID 1 then has in its memory. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { spawnInContainer } from './container.ts';
import { inOverlay, lay } from './overlay.ts';
import { type Files, MACHINE, wanted } from './prepared/prepared.ts';

const COLLECTOR = '/usr/local/sbin/bootscope-times';
const PLOT = '/bootscope-plot';
const SCRIPT = `#!/bin/sh
for i in $(seq 120); do
  state=$(systemctl is-system-running); case "$state" in running|degraded) break;; esac; sleep 1
done
systemd-analyze plot > ${PLOT}
systemctl --no-block poweroff
`;

const OWN: Files = {
  ...wanted('bootscope-times.service', `[Unit]\nDescription=Collect the times\n[Service]\nExecStart=${COLLECTOR}\n`),
  ...MACHINE,
};

/** @returns what `look` makes of the tree as the boot left it, and of the plot of its times; undefined where none was made */
export function timedBoot<T>(
  root: string,
  layers: readonly Files[],
  look: (tree: string, plot: string) => T,
): T | undefined {
  return inOverlay(root, (tree) => {
    for (const layer of [OWN, ...layers]) lay(tree, layer);
    mkdirSync(`${tree}${dirname(COLLECTOR)}`, { recursive: true });
    writeFileSync(`${tree}${COLLECTOR}`, SCRIPT, { mode: 0o755 });
    spawnInContainer(tree, ['--boot']);
    const plot = `${tree}${PLOT}`;
    return existsSync(plot) ? look(tree, readFileSync(plot, 'utf8')) : undefined;
  });
}
