/**
 * What PID 1 writes to the log of a unit's start (job.c: job_emit_start_message, job_emit_done_message; status_message_formats of each unit
 * type). Before journald runs, its messages come through the kernel's log, where they have no fields but the words.
 */
import { UNIT_TYPES } from '../graph/model.ts';

export interface StartMessage {
  readonly kind: 'starting' | 'started' | 'failed';
  /** The unit's name; else what it is described as. */
  readonly unit?: string;
  readonly description?: string;
}

const WORDS: readonly (readonly [kind: StartMessage['kind'], pattern: RegExp])[] = [
  ['starting', /^(?:Starting|Mounting|Activating swap|Activating) (.+?)(?:\.\.\.|…)$/],
  [
    'started',
    /^(?:Started|Finished|Reached target|Mounted|Listening on|Created slice|Activated swap|Set up automount|Found device) (.+?)\.$/,
  ],
  [
    'failed',
    /^(?:Failed to start|Failed to mount|Failed to listen on|Failed to activate swap|Failed to set up automount|Timed out starting|Timed out mounting) (.+?)\.$/,
  ],
];

const NAME = new RegExp(`^(\\S+\\.(?:${UNIT_TYPES.join('|')}))(?: - |$)`);

/** undefined where the words tell of no start. StatusUnitFormat= decides whether name, description or both are written. */
export function startMessage(text: string): StartMessage | undefined {
  for (const [kind, pattern] of WORDS) {
    const about = pattern.exec(text)?.[1];
    if (about === undefined) continue;
    const unit = NAME.exec(about)?.[1];
    return unit === undefined ? { kind, description: about } : { kind, unit };
  }
  return undefined;
}
