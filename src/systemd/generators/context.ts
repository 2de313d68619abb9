import { behaviours, type Does } from '../../behaviours/does.ts';
import type { Version } from '../../behaviours/version.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { isSplitUsr } from '../load-path.ts';
import type { Output } from './output.ts';

/** What is given to generators beside the files. */
export interface GeneratorOptions {
  readonly version: Version;
  /** The kernel command line in force; empty where it is not known. */
  readonly cmdline: string;
  /** The root runs as a container. */
  readonly container?: boolean;
  /** Whether a path that is not in the copy is not on the machine; so by default. */
  readonly wouldHold?: (path: string) => boolean;
}

/** What one generator works with. */
export interface GeneratorContext {
  readonly snapshot: Snapshot;
  readonly output: Output;
  readonly cmdline: string;
  readonly container: boolean;
  readonly wouldHold: (path: string) => boolean;
  readonly does: Does;
  /** Where systemd's own units lie as it was built: what its generators' links point to. */
  readonly unitDirectory: string;
}

/** One generator: pure, and never failing. */
export type Generator = (context: GeneratorContext) => void;

export function generatorContext(snapshot: Snapshot, output: Output, options: GeneratorOptions): GeneratorContext {
  const { version, cmdline, container = false, wouldHold = () => true } = options;
  const does = behaviours(version);
  const unitDirectory = isSplitUsr(snapshot, does) ? '/lib/systemd/system' : '/usr/lib/systemd/system';
  return {
    snapshot,
    output,
    cmdline,
    container,
    wouldHold,
    unitDirectory,
    does,
  };
}
