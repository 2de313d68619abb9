/** What a copy of a machine is, what it holds, and what it cannot tell. Asked wherever an absence is read. */
import type { InitSystem } from '../graph/model.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { type CmdlineReport, findCmdline } from './cmdline.ts';
import { type Holding, type HoldingKind, type Holdings, holdingsOf, wouldHold } from './holdings.ts';
import { detectInit, INIT_PACKAGES, type InitFound } from './init.ts';
import { type CopyKind, copyKind } from './kind.ts';
import { type HostFacts, hostFacts } from './machine.ts';
import { installedPackages } from './packages.ts';
import { type VersionEvidence, versionEvidence } from './version.ts';

export interface Capture {
  readonly kind: CopyKind;
  /** The file or folder by which the kind is known. */
  readonly kindFile?: string;
  readonly holdings: Holdings;
  readonly init: InitFound;
  /** Everything that names systemd's version, the best first. */
  readonly versions: readonly VersionEvidence[];
  readonly cmdline: CmdlineReport;
  readonly host: HostFacts;
  /** What the copy has of a kind of evidence. */
  holding(kind: HoldingKind): Holding;
  /** Whether what is absent from the copy, of this kind, is absent from the machine. */
  knows(kind: HoldingKind): boolean;
  /** The same of one path: whether the copy would have it if the machine had it. */
  wouldHold(path: string): boolean;
}

export interface CaptureOptions {
  readonly init?: InitSystem | undefined;
  readonly cmdline?: string | undefined;
}

/** Reads all that the files say about the copy itself. */
export function readCapture(snapshot: Snapshot, options: CaptureOptions = {}): Capture {
  const { kind, file } = copyKind(snapshot);
  const packages = installedPackages(snapshot, INIT_PACKAGES);
  const holdings = holdingsOf(snapshot, kind, packages);
  const cmdline = findCmdline(snapshot, options.cmdline);
  return {
    kind,
    ...(file === undefined ? {} : { kindFile: file }),
    holdings,
    init: detectInit(snapshot, {
      forced: options.init,
      cmdline: cmdline.cmdline,
      loader: cmdline.evidence,
      packages: packages.found,
      initramfs: kind === 'initramfs',
      imageCommand: snapshot.tree.imageCommand,
    }),
    versions: versionEvidence(snapshot, packages.found),
    cmdline,
    host: hostFacts(snapshot),
    holding: (of) => holdings[of],
    knows: (of) => holdings[of].extent === 'complete',
    wouldHold: (path) => wouldHold(snapshot, kind, holdings, path),
  };
}
