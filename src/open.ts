/**
 * From a folder to its boot graph: the whole way of the data.
 * Longer than 300 lines: its steps and the records that they hand on are to be read together.
 */

import type { Distribution } from './behaviours/distribution.ts';
import { behaviours, type Does } from './behaviours/does.ts';
import { readDistribution } from './behaviours/read-distribution.ts';
import {
  ASSUMED_VERSION,
  builtBy,
  MODELLED,
  modelledAs,
  type SystemdBuild,
  versionText,
} from './behaviours/version.ts';
import { ARCHIVE_LOSSES, assumptionsOf } from './capture/assumptions.ts';
import { type Capture, readCapture } from './capture/capture.ts';
import { type FirstBoot, firstBootOf } from './capture/first-boot.ts';
import { beforeInit } from './capture/init.ts';
import { nixosTree } from './capture/nixos.ts';
import { deployedTree } from './capture/ostree.ts';
import { refusalOf } from './capture/refusal.ts';
import { sourceNotes } from './capture/source-notes.ts';
import { buildIn } from './capture/systemd-build.ts';
import { withVendorEtc } from './capture/vendor-etc.ts';
import { mergeGraphs } from './graph/merge.ts';
import type { BootGraph, Diagnostic, InitReport, InitSystem } from './graph/model.ts';
import { settleEffects } from './init/effects.ts';
import { dumpInsteadOfFiles, openDump } from './open-dump.ts';
import type { OpenedRoot, OpenOptions, Surroundings } from './opened-root.ts';
import { READ_WHOLE } from './reads.ts';
import { withRecordedStates } from './recorded/states.ts';
import { openSnapshot } from './snapshot/open.ts';
import { overlayTree } from './snapshot/overlay.ts';
import type { Snapshot, Tree } from './snapshot/snapshot.ts';
import { folderSource, openSource, type ReadArchive, RootUnreadable } from './snapshot/source.ts';
import type { SourceWish } from './snapshot/source-wish.ts';
import { aliasLink } from './systemd/alias-link.ts';
import { decideConditions } from './systemd/conditions/decide.ts';
import { virtualizationOf } from './systemd/conditions/machine.ts';
import { worldOf } from './systemd/conditions/world-of.ts';
import { firstBootLinks } from './systemd/first-boot.ts';
import { runGenerators } from './systemd/generators/index.ts';
import { withHiddenFragments } from './systemd/hidden-fragments.ts';
import { configFolder, loadPathOf, userLoadPath } from './systemd/load-path.ts';
import { loadSystemdGraph } from './systemd/loader.ts';
import { managerConfig, managerSettings } from './systemd/manager-config.ts';
import { MOUNTED_BY_DEFAULT } from './systemd/mounted-at-start.ts';
import { nameKind } from './systemd/unit-name.ts';
import { createUnitReader } from './systemd/unit-reader.ts';
import type { GeneratedFile } from './systemd/unit-source.ts';
import { loadSysv, type SysvBoot } from './sysv/load.ts';
import { startsInFiles } from './trace/file-starts.ts';
import { jobGuards } from './trace/job-guards.ts';
import { loadUpstart } from './upstart/load.ts';
import type { UpstartBoot } from './upstart/simulate/boot.ts';
import { anchorFromCmdline } from './words/kernel-cmdline.ts';

export type { OpenedRoot, OpenOptions, Surroundings };
export { ARCHIVE_LOSSES };

/**
 * Opens whatever the user named.
 * @param around reads an archive, or knows it already
 * @throws RootUnreadable where it is nothing that holds a root whose boot can be explained. Bad files within it are diagnostics of the graph.
 */
export async function openRoot(
  root: string,
  options: OpenOptions & SourceWish = {},
  around?: ReadArchive,
): Promise<OpenedRoot> {
  const { image, onRead, ...rest } = options;
  const wish = { ...(image === undefined ? {} : { image }), ...(onRead === undefined ? {} : { onRead }) };
  return openTree(await openSource(root, READ_WHOLE, wish, around), root, rest);
}

/** A folder, at once. @throws RootUnreadable as openRoot */
export function openFolder(root: string, options: OpenOptions = {}): OpenedRoot {
  return openTree(folderSource(root), root, options);
}

/**
 * @param root what to call the tree in answers
 * @throws RootUnreadable where no boot can be explained from the tree
 */
export function openTree(given: Tree, root: string, whole: OpenOptions = {}): OpenedRoot {
  const { deployment, ...options } = whole;
  const tree = bootedTree(given, root, deployment);
  const plain = openSnapshot(tree, root);
  const capture = readCapture(plain, { init: options.init, cmdline: options.cmdline });
  const ofPid1 = options.user === undefined && (options.init ?? 'systemd') === 'systemd';
  const dump = ofPid1 ? dumpInsteadOfFiles(plain) : undefined;
  if (dump !== undefined) return openDump(plain, capture, dump, options, ASSUMED_VERSION);
  const identified = identify(plain, capture, options);
  const generated = generate(identified, options);
  return gather(tree, identified, generated, load(identified, generated, options), options);
}

/** The root as it is booted: a deployment of a disk, with the links and the /etc that it has by then. */
function bootedTree(given: Tree, root: string, deployment: string | undefined): Tree {
  return withVendorEtc(nixosTree(deployedTree(given, root, deployment), root), root);
}

/** What the copy is, and what its boot goes by. */
interface Identified {
  readonly plain: Snapshot;
  readonly capture: Capture;
  readonly init: InitReport;
  /** Whether the version was found or given; else it is assumed. */
  readonly versionKnown: boolean;
  readonly build: SystemdBuild;
  readonly distribution: Distribution;
  readonly initrd: boolean;
}

function identify(plain: Snapshot, capture: Capture, options: OpenOptions): Identified {
  const refusal = refusalOf(plain, capture, {
    forced: options.init !== undefined,
    versionGiven: options.version !== undefined,
    unitFolders: options.unitPath ?? (options.user ? userLoadPath(options.user.home) : undefined),
  });
  if (refusal !== undefined) throw new RootUnreadable(`${plain.label}: ${refusal}`);
  // What is not refused has an init that is explained, or a version of systemd that was given.
  const system = (capture.init.init ?? 'systemd') as InitSystem;
  const [found] = capture.versions;
  const inForce = system === 'systemd';
  const seen = found === undefined || !inForce ? [] : [{ text: `systemd ${found.version}`, file: found.file }];
  const distribution = readDistribution(plain);
  const version = options.version ?? buildIn(capture.versions, distribution);
  const build = builtBy(version ?? ASSUMED_VERSION, distribution.family);
  return {
    plain,
    capture,
    init: {
      system,
      version: inForce && version !== undefined ? build.major : null,
      evidence: [...capture.init.evidence, ...(options.version === undefined ? seen : [])],
    },
    versionKnown: version !== undefined,
    build,
    distribution,
    initrd: options.initrd ?? capture.kind === 'initramfs',
  };
}

/** What generators wrote, or would write, and the files with that laid over. */
interface Generated {
  readonly files: readonly GeneratedFile[];
  readonly diagnostics: readonly Diagnostic[];
  readonly snapshot: Snapshot;
}

/** Output that is in the copy is better evidence than any that is computed. In an initrd generators do other things, not computed here. */
function generate({ plain, capture, build, initrd }: Identified, options: OpenOptions): Generated {
  const computed = options.user === undefined && !initrd && !capture.knows('generated');
  const { files, diagnostics } = computed
    ? runGenerators(plain, {
        version: build,
        cmdline: capture.cmdline.cmdline,
        wouldHold: capture.wouldHold,
        container: virtualizationOf(options.assume ?? new Map()) === 'container',
      })
    : { files: [], diagnostics: [] };
  const written = overlaid(plain, files);
  const first = options.user === undefined && !initrd ? firstBootIn(plain, capture, build, options) : undefined;
  // Without the presets all units would seem to be enabled: none speaks of any.
  const presets =
    first !== undefined && PRESET_FOLDERS.every((folder) => plain.stat(folder) || capture.wouldHold(folder));
  const links = presets ? firstBootLinks(written, build) : [];
  return {
    files: [...files, ...links],
    diagnostics:
      first === undefined ? diagnostics : [firstBootNote(first), ...(presets ? [] : [NO_PRESETS]), ...diagnostics],
    snapshot: overlaid(written, links),
  };
}

const PRESET_FOLDERS = ['/usr/lib/systemd/system-preset', '/etc/systemd/system-preset'];

const NO_PRESETS: Diagnostic = {
  severity: 'warning',
  code: 'presets-not-in-copy',
  message: 'What the first boot enables: the presets are not in this copy (/usr/lib/systemd/system-preset).',
};

function overlaid(beneath: Snapshot, files: readonly GeneratedFile[]): Snapshot {
  return files.length === 0 ? beneath : openSnapshot(overlayTree(beneath.tree, files), beneath.label);
}

function firstBootIn(
  plain: Snapshot,
  capture: Capture,
  build: SystemdBuild,
  options: OpenOptions,
): FirstBoot | undefined {
  if (capture.init.init !== 'systemd' || options.surroundings?.presets === 'as-they-are') return undefined;
  return firstBootOf(plain, capture, behaviours(build));
}

function firstBootNote({ because, file }: FirstBoot): Diagnostic {
  const message = `this is the machine's first boot, since ${because}: PID 1 enables what the presets say before it loads units`;
  return { severity: 'notice', code: 'first-boot', message, ...(file === undefined ? {} : { file }) };
}

/** The graphs of all inits as one, and what each keeps beside it. */
interface Loaded {
  readonly graph: BootGraph;
  readonly asked: string;
  readonly loadPath: readonly string[];
  readonly upstart?: UpstartBoot | undefined;
  readonly sysv?: SysvBoot | undefined;
}

function load(identified: Identified, generated: Generated, options: OpenOptions): Loaded {
  const { plain, capture, init, build, initrd } = identified;
  const { snapshot } = generated;
  const { user } = options;
  const { cmdline } = capture.cmdline;
  const root = plain.label;
  const does = behaviours(build, user ? 'user' : 'system');
  const loadPath = options.unitPath ?? (user ? userLoadPath(user.home) : loadPathOf(plain, does));
  const source = createUnitReader(
    snapshot,
    loadPath,
    does,
    new Map(generated.files.map((f) => [f.path, f.from])),
    capture.host,
    capture.knows('programs'),
  );
  const inForce = init.system === 'systemd';
  const asked =
    (inForce ? options.target : undefined) ??
    (user ? undefined : anchorFromCmdline(cmdline, { initrd, takes: taken(does) })?.unit) ??
    (initrd ? 'initrd.target' : 'default.target');
  const others = { cmdline, ...(options.target === undefined ? {} : { target: options.target }) };
  const manager = managerSettings(plain, user ? 'user' : 'system');
  const whole = capture.holdings.programs.extent === 'complete';
  const upstart = loadUpstart(plain, init, { ...others, guards: (jobs) => jobGuards(plain, jobs, whole) });
  const sysv = loadSysv(snapshot, init, others);
  const graphs = {
    // A root of another init, without any unit, has no picture of systemd's to show.
    systemd:
      inForce || source.allNames().length > generated.files.length
        ? withHiddenFragments(
            loadSystemdGraph(source, {
              target: asked,
              host: capture.host,
              manager: managerConfig(manager),
              does,
              ...(user ? { scope: 'user' as const } : {}),
              initrd,
              also: options.also ?? [],
              mounted: options.surroundings?.mounted ?? MOUNTED_BY_DEFAULT,
              root,
              init,
            }),
            snapshot,
            loadPath,
          )
        : undefined,
    sysv: sysv.graph,
    upstart: upstart.graph,
  };
  const merged = mergeGraphs(
    { root, init, target: graphs[init.system]?.target ?? asked },
    settleEffects(graphs, init, snapshot, build, upstart.boot),
  );
  const scope = user ? 'user' : initrd ? 'initrd' : 'system';
  const assume = options.assume ?? new Map();
  const graph = decideConditions(
    merged,
    worldOf(snapshot, merged, { capture, does, version: build.major, scope, assume }),
  );
  return {
    graph: {
      ...graph,
      ...(manager.length === 0 ? {} : { manager }),
      ...(user === undefined ? {} : { ofUser: true as const }),
    },
    asked,
    loadPath,
    upstart: upstart.boot,
    sysv: sysv.boot,
  };
}

function gather(
  tree: Tree,
  { plain, capture, init, build, distribution, versionKnown, initrd }: Identified,
  { snapshot, diagnostics: generators }: Generated,
  { graph, asked, loadPath, upstart, sysv }: Loaded,
  options: OpenOptions,
): OpenedRoot {
  const diagnostics = [
    ...sourceNotes([plain, snapshot]),
    ...(init.system === 'systemd' && !versionKnown ? [VERSION_NOTE] : []),
    ...(init.system === 'systemd' ? outsideRange(build) : []),
    ...(init.system === 'systemd' && options.version === undefined ? ranAnother(capture) : []),
    ...(initrd ? [INITRD_NOTE] : []),
    ...capture.cmdline.diagnostics,
    ...(options.user === undefined && !initrd ? beforeInit(plain, capture.cmdline.cmdline) : []),
    ...(options.user === undefined && init.system === 'systemd'
      ? passedOver(capture.cmdline.cmdline, initrd, build)
      : []),
    ...generators,
    ...graph.diagnostics,
  ];
  return {
    ...assumptionsOf(capture, diagnostics, init.system === 'systemd'),
    snapshot,
    capture,
    graph: withRecordedStates({ ...graph, diagnostics }, (path) => plain.read(path)),
    version: build.major,
    build,
    does: behaviours(build, options.user ? 'user' : 'system'),
    distribution,
    cmdline: capture.cmdline.cmdline,
    host: capture.host,
    ...(options.user === undefined ? {} : { user: options.user }),
    ...(initrd ? { initrd: true as const } : {}),
    loadPath,
    config: configFolder(options.user),
    ...(options.also === undefined ? {} : { also: options.also }),
    asked,
    ...(upstart === undefined ? {} : { upstartBoot: upstart }),
    ...(sysv === undefined ? {} : { sysvBoot: sysv }),
    aliasLink: (name) => aliasLink(snapshot, loadPath, name),
    startsInFiles: (started) =>
      startsInFiles(
        { graph, snapshot, scope: options.user ? 'user' : 'system', loadPath, does: behaviours(build) },
        started,
      ),
    reopen: (changes, other = {}) => openTree(overlayTree(tree, changes), plain.label, { ...options, ...other }),
  };
}

/** Which names PID 1 takes from the kernel command line. */
function taken(does: Does): (name: string) => boolean {
  const names = does('cmdline-unit-is-a-name');
  return (name) => !names || [undefined, 'template'].every((kind) => nameKind(name) !== kind);
}

/** A unit of the kernel command line that PID 1 does not take, though it would be the last word. */
function passedOver(cmdline: string, initrd: boolean, build: SystemdBuild): readonly Diagnostic[] {
  const asked = anchorFromCmdline(cmdline, { initrd });
  if (asked === undefined || taken(behaviours(build))(asked.unit)) return [];
  const message = `PID 1 passes over ${asked.word} on the kernel command line: that is no name of a unit`;
  return [{ severity: 'warning', code: 'cmdline-word-passed-over', message }];
}

const VERSION_NOTE: Diagnostic = {
  severity: 'warning',
  code: 'version-assumed',
  message: `systemd ${ASSUMED_VERSION}, since nothing in the copy names its version; give --systemd-version`,
};

const INITRD_NOTE: Diagnostic = {
  severity: 'notice',
  code: 'generators-not-run',
  message: 'What generators would make in an initrd (mounts of the real root, unlocked volumes) is not computed.',
};

/** A package was updated and PID 1 not started anew: what ran, and what the next boot runs. */
function ranAnother({ versions }: Capture): readonly Diagnostic[] {
  const [installed, ran] = (['files', 'running'] as const).map((of) => versions.find((one) => one.of === of));
  if (installed === undefined || ran === undefined || installed.version === ran.version) return [];
  const message = `the files are of systemd ${installed.version} (${installed.file}), which the next boot runs, though ${ran.version} ran when the copy was made (${ran.file})`;
  return [{ severity: 'notice', code: 'version-ran-another', message, file: ran.file }];
}

/** What is to be said of a version whose differences were not looked up. */
function outsideRange(build: SystemdBuild): readonly Diagnostic[] {
  const taken = modelledAs(build);
  if (taken === undefined) return [];
  const message = `systemd ${versionText(build)} is outside the versions that are modelled (${MODELLED.first} to ${MODELLED.last}): it is taken to do what ${taken} does.`;
  return [{ severity: 'warning', code: 'version-not-modelled', message }];
}
