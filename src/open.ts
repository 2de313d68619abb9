/** From a folder to its boot graph: the whole way of the data, on one screen. */

import { behaviours } from './behaviours/manager.ts';
import { mergeGraphs } from './graph/merge.ts';
import type { BootGraph, Diagnostic, InitSystem } from './graph/model.ts';
import { detectInit } from './init/detect.ts';
import { settleEffects } from './init/effects.ts';
import { dumpInsteadOfFiles, openDump } from './open-dump.ts';
import { openSnapshot } from './snapshot/open.ts';
import { type OverlayEntry, overlayTree } from './snapshot/overlay.ts';
import type { Snapshot, Tree } from './snapshot/snapshot.ts';
import { folderSource, openSource } from './snapshot/source.ts';
import { type AliasLink, aliasLink } from './systemd/alias-link.ts';
import { hasCapturedGenerators, runGenerators } from './systemd/generators/index.ts';
import { anchorFromCmdline, findCmdline } from './systemd/kernel-cmdline.ts';
import { configFolder, isSplitUsr, systemLoadPath, userLoadPath } from './systemd/load-path.ts';
import { loadSystemdGraph } from './systemd/loader.ts';
import { readManagerConfig } from './systemd/manager-config.ts';
import type { HostFacts } from './systemd/specifiers.ts';
import { createUnitReader } from './systemd/unit-reader.ts';
import { findSystemdVersion } from './systemd/version.ts';
import { loadSysv, type SysvBoot } from './sysv/load.ts';
import { loadUpstart } from './upstart/load.ts';
import type { UpstartBoot } from './upstart/simulate/boot.ts';

export interface OpenOptions {
  readonly target?: string;
  /** systemd's major version, where the root does not say or another is meant. */
  readonly version?: number;
  readonly cmdline?: string;
  readonly init?: InitSystem;
  /** The manager that each user has, instead of PID 1; `home` is where its own units lie, within the root. */
  readonly user?: { readonly home?: string };
  /** The root is an initramfs: PID 1 in it goes for initrd.target. */
  readonly initrd?: boolean;
  /** Replaces the load path, as SYSTEMD_UNIT_PATH does. */
  readonly unitPath?: readonly string[];
}

export interface OpenedRoot {
  readonly snapshot: Snapshot;
  readonly graph: BootGraph;
  readonly version: number;
  readonly cmdline: string;
  /** What specifiers may name. */
  readonly host: HostFacts;
  readonly initrd?: true;
  /** The link that makes a name an alias of its unit. */
  readonly aliasLink: (name: string) => AliasLink | undefined;
  /** The manager that each user has, instead of PID 1, as it was asked for. */
  readonly user?: OpenOptions['user'];
  /** Where systemctl makes links for this manager, and an administrator's own files go. */
  readonly config: string;
  /** The anchor as it was asked for: `default.target`, unless an option or the kernel command line names another. */
  readonly asked: string;
  /** The boot's events one by one, where Upstart is in force. */
  readonly upstartBoot?: UpstartBoot;
  /** Runlevels and the order of scripts, where sysvinit is in force. */
  readonly sysvBoot?: SysvBoot;
  /** The same root with files laid over or taken away, and other options: generators run anew, the root stays as it is. */
  readonly reopen: (changes: readonly OverlayEntry[], options?: OpenOptions) => OpenedRoot;
}

/** Where no version is found: the oldest whose behaviours most roots in the field share. */
const ASSUMED_VERSION = 252;

/**
 * Opens whatever the user named.
 * @throws RootUnreadable where it is nothing that holds a root. Bad files within it are diagnostics of the graph.
 */
export async function openRoot(root: string, options: OpenOptions = {}): Promise<OpenedRoot> {
  return openTree(await openSource(root), root, options);
}

/** A folder, at once. @throws RootUnreadable where `root` is no readable folder. */
export function openFolder(root: string, options: OpenOptions = {}): OpenedRoot {
  return openTree(folderSource(root), root, options);
}

/** @param root what to call the tree in answers */
export function openTree(tree: Tree, root: string, options: OpenOptions = {}): OpenedRoot {
  const plain = openSnapshot(tree, root);
  const dump =
    options.user === undefined && (options.init ?? 'systemd') === 'systemd' ? dumpInsteadOfFiles(plain) : undefined;
  if (dump !== undefined)
    return openDump(plain, root, dump, options, findSystemdVersion(plain).version ?? ASSUMED_VERSION);
  const { cmdline, diagnostics: cmdlineNotes } = findCmdline(plain, options.cmdline);
  const report = detectInit(plain, options.init, cmdline);
  const found = findSystemdVersion(plain);
  const version = options.version ?? found.version ?? ASSUMED_VERSION;
  const { user, initrd = false } = options;
  // Generators do other things in an initrd, and those are not computed.
  const generated =
    user !== undefined || initrd || hasCapturedGenerators(plain)
      ? { files: [], diagnostics: [] }
      : runGenerators(plain, { version, cmdline });
  const snapshot = generated.files.length === 0 ? plain : openSnapshot(overlayTree(plain.tree, generated.files), root);
  const does = behaviours(version, user ? 'user' : 'system');
  const host = hostFacts(plain);
  const loadPath = options.unitPath ?? (user ? userLoadPath(user.home) : systemLoadPath(isSplitUsr(plain, version)));
  const source = createUnitReader(
    snapshot,
    loadPath,
    does,
    new Map(generated.files.map((f) => [f.path, f.from])),
    host,
  );
  const inForce = report.system === 'systemd';
  const target =
    (inForce ? options.target : undefined) ??
    (user ? undefined : anchorFromCmdline(cmdline, { initrd })?.unit) ??
    (initrd ? 'initrd.target' : 'default.target');
  const evidence = found.file
    ? [...report.evidence, { text: `systemd ${version}`, file: found.file }]
    : report.evidence;
  const init = inForce ? { ...report, version: options.version ?? found.version, evidence } : report;
  const upstart = loadUpstart(plain, init, {
    cmdline,
    ...(options.target === undefined ? {} : { target: options.target }),
  });
  const sysv = loadSysv(snapshot, init, {
    cmdline,
    ...(options.target === undefined ? {} : { target: options.target }),
  });
  const graphs = {
    // A root of another init, without any unit, has no picture of systemd's to show.
    systemd:
      inForce || source.allNames().length > generated.files.length
        ? loadSystemdGraph(source, {
            target,
            host,
            manager: readManagerConfig(plain),
            does,
            ...(user ? { scope: 'user' as const } : {}),
            initrd,
            root,
            init,
          })
        : undefined,
    sysv: sysv.graph,
    upstart: upstart.graph,
  };
  const graph = mergeGraphs(
    { root, init, target: graphs[init.system]?.target ?? target },
    settleEffects(graphs, init, snapshot, version, upstart.boot),
  );
  const assumed =
    inForce && options.version === undefined && found.version === null
      ? [
          {
            severity: 'warning',
            code: 'version-assumed',
            message: `No systemd version found in this root; ${ASSUMED_VERSION} is assumed. Give --systemd-version.`,
          } as const,
        ]
      : [];
  const diagnostics = [
    ...sourceNotes(plain, snapshot),
    ...assumed,
    ...(initrd ? [INITRD_NOTE] : []),
    ...cmdlineNotes,
    ...generated.diagnostics,
    ...graph.diagnostics,
  ];
  return {
    snapshot,
    graph: { ...graph, diagnostics },
    version,
    cmdline,
    host,
    config: configFolder(user),
    asked: target,
    ...(user === undefined ? {} : { user }),
    ...(initrd ? { initrd: true as const } : {}),
    ...(upstart.boot === undefined ? {} : { upstartBoot: upstart.boot }),
    ...(sysv.boot === undefined ? {} : { sysvBoot: sysv.boot }),
    aliasLink: (name) => aliasLink(snapshot, loadPath, name),
    reopen: (changes, other = {}) => openTree(overlayTree(tree, changes), root, { ...options, ...other }),
  };
}

const INITRD_NOTE: Diagnostic = {
  severity: 'notice',
  code: 'generators-not-run',
  message: 'What generators would make in an initrd (mounts of the real root, unlocked volumes) is not computed.',
};

/** What the files themselves were like: unreadable, cut off, left out. */
function sourceNotes(plain: Snapshot, overlaid: Snapshot): readonly Diagnostic[] {
  const met = new Map(
    [...plain.problems(), ...overlaid.problems()].map((problem) => [`${problem.code} ${problem.file}`, problem]),
  );
  return [...met.values()].map(({ code, file, message }) => ({
    severity: code === 'root-within' ? 'info' : code === 'duplicate-entry' ? 'notice' : 'warning',
    code,
    file,
    message,
  }));
}

function hostFacts(snapshot: Snapshot): HostFacts {
  const hostname = snapshot.read('/etc/hostname')?.split('\n')[0]?.trim();
  const machineId = snapshot.read('/etc/machine-id')?.trim();
  const lines = (snapshot.read('/etc/os-release') ?? '').split('\n').map((l) => l.split('='));
  return {
    ...(hostname ? { hostname } : {}),
    ...(machineId ? { machineId } : {}),
    osRelease: new Map(lines.filter((l) => l.length === 2).map(([k, v]) => [k ?? '', (v ?? '').replace(/^"|"$/g, '')])),
  };
}
