/** The processes of a job: which text counts for each, and what that text does with other jobs. */
import type { Job } from './job-files.ts';
import type { Stanza } from './parse-job.ts';
import { type ScriptAction, scriptActions } from './script-actions.ts';

export const HOOKS = ['pre-start', 'main', 'post-start', 'pre-stop', 'post-stop'] as const;
export type Hook = (typeof HOOKS)[number];

export interface JobProcess {
  readonly hook: Hook;
  /** The `exec` or `script` in force: the last one. */
  readonly stanza: Stanza;
  readonly actions: readonly ScriptAction[];
}

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
      return [[hook, { hook, stanza, actions: scriptActions(stanza.value, stanza.bodyLine ?? stanza.line) }]];
    }),
  );
}
