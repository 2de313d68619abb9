/** One boot of a root, from a throw-away overlay: what is laid over it, and what came of it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { COLLECTOR, collector, type Machine } from './machine.ts';
import { inOverlay, lay } from './overlay.ts';
import { type Files, MACHINE, type Prepared, UNITS } from './prepared/prepared.ts';
import { type Booted, readBoot } from './read-boot.ts';

const OWN: Files = {
  ...MACHINE,
  [`${UNITS}/bootscope-collect.service`]: `[Unit]\nDescription=Collect the boot\n[Service]\nExecStart=${COLLECTOR}\n`,
  [`${UNITS}/multi-user.target.wants/bootscope-collect.service`]: '-> ../bootscope-collect.service',
};

/** What is to be asked of a tree while it is there: healthy, then as it boots. */
export interface Within {
  readonly healthy: (tree: string) => void;
  readonly broken: (tree: string) => void;
}

/** A boot that neither came to its end nor ended as it was meant to: what was said last. */
export interface Hung {
  readonly hung: string;
}

export function boot(machine: Machine, root: string, prepared: Prepared, within: Within): Booted | Hung {
  return inOverlay(root, (tree) => {
    lay(tree, { ...OWN, ...machine.files, ...prepared.healthy });
    mkdirSync(`${tree}${dirname(COLLECTOR)}`, { recursive: true });
    writeFileSync(`${tree}${COLLECTOR}`, collector(machine), { mode: 0o755 });
    within.healthy(tree);
    lay(tree, prepared.broken);
    within.broken(tree);
    const ran = machine.run(tree);
    const keep = process.env.BOOTSCOPE_BOOTS_KEEP;
    if (keep !== undefined) writeFileSync(keep, ran.console);
    if (ran.units !== undefined) return readBoot(ran.console, ran.units);
    const last = `${ran.console}\n${ran.problem}`.trim().split('\n').at(-1) ?? '';
    return prepared.ends === 'action' ? readBoot(ran.console, '') : { hung: last };
  });
}
