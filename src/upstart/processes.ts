/** The processes of a job: which text counts for each, and what that text does with other jobs. */
import type { Job } from './job-files.ts';
import type { Stanza } from './parse-job.ts';
import { type ScriptAction, scriptActions } from './script-actions.ts';
import { shellCommands } from './shell-commands.ts';

export const HOOKS = ['pre-start', 'main', 'post-start', 'pre-stop', 'post-stop'] as const;
export type Hook = (typeof HOOKS)[number];

export interface JobProcess {
  readonly hook: Hook;
  /** The `exec` or `script` in force: the last one. */
  readonly stanza: Stanza;
  readonly actions: readonly ScriptAction[];
  /** Every command in it is over soon by its nature, and none stands in a loop: the process ends by itself. */
  readonly ends: boolean;
}

/** Programs of the base system that do one thing and end. */
const SHORT_LIVED: ReadonlySet<string> = new Set(
  `: [ test true echo printf exit return set export unset cd umask sleep mkdir rmdir rm cp mv ln touch chmod chown chgrp mknod cat
  head tail cut tr sed grep awk logger kill killall initctl start stop status telinit hostname sysctl modprobe date sync chvt setterm
  restorecon udevadm plymouth install mktemp stat readlink basename dirname expr seq id uname`.split(/\s+/),
);

export function jobProcesses(job: Job): ReadonlyMap<Hook, JobProcess> {
  const last = new Map<Hook, Stanza>();
  for (const stanza of job.stanzas) {
    const match = /^(?:(pre-start|post-start|pre-stop|post-stop) )?(?:exec|script)$/.exec(stanza.key);
    if (match !== null) last.set((match[1] ?? 'main') as Hook, stanza);
  }
  return new Map(
    HOOKS.flatMap((hook): [Hook, JobProcess][] => {
      const stanza = last.get(hook);
      if (stanza === undefined) return [];
      const actions = scriptActions(stanza.value, stanza.bodyLine ?? stanza.line);
      return [[hook, { hook, stanza, actions, ends: endsByItself(stanza.value) }]];
    }),
  );
}

function endsByItself(text: string): boolean {
  const commands = shellCommands(text);
  return (
    commands.length > 0 &&
    commands.every(({ words, repeated }) => {
      const [program = ''] = words;
      return !repeated && SHORT_LIVED.has(program.slice(program.lastIndexOf('/') + 1));
    })
  );
}
