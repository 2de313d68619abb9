/**
 * What is laid over a root before it boots, twice: healthy, which is what the failure is predicted from, and broken, which is what boots.
 */
import type { FailureMode } from '../../../src/engine/failure/own-end.ts';

export interface Breakage {
  /** The unit that does not come up. */
  readonly unit: string;
  /** As `impact` and `what-if --fail` say it; `masked` as `what-if --mask`. */
  readonly how: FailureMode | 'masked';
  /** Its job fails before its main process runs, whatever its type: ExecStartPre=, or a program that is not there. */
  readonly preparing?: true;
  /** Who takes the machine down because of it, where that is another. */
  readonly acting?: string;
}

/** A file's text; null: it is taken away; `-> X`: a link to X. */
export type Files = Readonly<Record<string, string | null>>;

export interface Prepared {
  readonly healthy: Files;
  /** What is other than healthy when it boots. */
  readonly broken: Files;
  readonly breakages: readonly Breakage[];
  /** Units that make a boot of their own kind: nothing is collected by multi-user.target. */
  readonly ends?: 'emergency' | 'action';
}

export const UNITS = '/etc/systemd/system';
/** A machine that has booted before. */
export const MACHINE: Files = { '/etc/machine-id': '4f1b9c0e7ad84f6f9c2b5d3e8a7f6012\n' };
export const PLAIN: Prepared = { healthy: {}, broken: {}, breakages: [] };

/** A oneshot that stays active: it is up, or it never ran. */
export const STAYS = '[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/bin/true\n';

/** A file, and a link in multi-user.target.wants. */
export function wanted(name: string, content: string): Record<string, string> {
  return {
    [`${UNITS}/${name}`]: content,
    [`${UNITS}/multi-user.target.wants/${name}`]: `-> ../${name}`,
  };
}

export function unit(lines: string, body: string): string {
  return `[Unit]\n${lines}\n${body}`;
}
