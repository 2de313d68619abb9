/**
 * Init scripts as units: systemd-sysv-generator (until v259), by systemd's own reading of LSB headers. It writes no
 * requirement but Wants=network-online.target, and takes enablement from rcN.d links alone.
 */

import type { Runlevel } from '../../behaviours/runlevels.ts';
import { runlevelFolder, type SysvLayout, sysvLayout } from '../../behaviours/sysv-layout.ts';
import { append } from '../../words/append.ts';
import { templateOf } from '../../words/template-name.ts';
import { systemLoadPath } from '../load-path.ts';
import { isUnitName, typeOf } from '../unit-name.ts';
import type { GeneratorContext } from './context.ts';
import { escaped, linkTarget } from './fstab-mount.ts';
import { type LsbScript, type LsbWord, parseLsbScript } from './lsb-script.ts';
import type { Line, Source } from './output.ts';
import { knownFacility, patchOf, type SysvPatch } from './sysv-patch.ts';
import { mangleUnitName } from './unit-names.ts';

/** Names that systemd passes over in every folder (hidden_or_backup_file). */
const HIDDEN =
  /^\.|^(lost\+found|aquota\.user|aquota\.group)$|~$|\.(rpmnew|rpmsave|rpmorig|dpkg-(old|new|tmp|dist|bak|backup|remove)|ucf-(new|old|dist)|swp|bak|old|new)$/;
/** Runlevel folders that count, and the target each stands for. rcS.d, rc0.d and rc6.d are not read. */
const LEVELS = [
  ['1', 'rescue.target'],
  ['2', 'multi-user.target'],
  ['3', 'multi-user.target'],
  ['4', 'multi-user.target'],
  ['5', 'graphical.target'],
] as const;
interface Sysv {
  readonly context: GeneratorContext;
  readonly layout: SysvLayout;
  readonly patch: SysvPatch;
}

interface Script {
  readonly name: string;
  readonly path: string;
  readonly content: LsbScript;
  /** By target, the link that says so. */
  readonly levels: Map<string, Source>;
  /** Dependencies, with what each comes from. */
  readonly lines: Line[];
  /** The highest number of an rcN.d link, and that link. */
  priority?: { readonly number: number; readonly source: Source };
  /** It is started before any runlevel, by rcS.d or boot.d. */
  early?: boolean;
}

export function sysv(context: GeneratorContext): void {
  const { snapshot, output } = context;
  const layout = sysvLayout(snapshot);
  const own: Sysv = { context, layout, patch: patchOf(context, layout) };
  const scripts = new Map<string, Script>();
  const dirs = systemLoadPath(context.unitDirectory.startsWith('/lib/')).filter((dir) => !dir.includes('/generator'));
  for (const { name } of snapshot.list(layout.initFolder) ?? []) {
    const path = `${layout.initFolder}/${name}`;
    const linked = snapshot.lstat(path)?.kind === 'link';
    if (linked && context.does('sysv-skips-linked-scripts')) continue;
    const stat = snapshot.stat(path);
    if (isHidden(context, name) || stat?.kind !== 'file' || (stat.mode & 0o100) === 0) continue;
    const unit = translate(own, name);
    // A name that no unit can have ends the generator before it has written anything.
    if (unit === undefined) return;
    if (scripts.has(unit) || hasNativeUnit(context, dirs, unit)) continue;
    const content = parseLsbScript(snapshot.read(path) ?? '', path);
    const early = own.patch === 'boot.d' && !earlyByLink(own) && name.startsWith(SUSE_PREFIX) ? { early: true } : {};
    scripts.set(unit, { name: unit, path, content, levels: new Map(), lines: [], ...early });
  }
  readRunlevels(own, scripts);
  const stopped = stoppedByLinks(own, scripts);
  for (const script of scripts.values()) for (const word of script.content.words) handleWord(own, script, word);
  const all = [...scripts.values()];
  for (const script of all) {
    for (const [target, source] of script.levels) script.lines.push([`Before=${target}`, source]);
    append(script.lines, stopped.get(script) ?? []);
    orderByNumber(script, all, context.does('sysv-late-after-network'));
    output.replace('late', script.name, unitLines(own, script), { file: script.path });
    for (const [target, source] of script.levels)
      output.dependency('late', target, 'wants', linkTarget(context, 'late', script.name), source);
  }
}

const SUSE_PREFIX = 'boot.';

/** SUSE's patch of 228 goes by the folder of the link, that of 234 by the script's name. */
function earlyByLink({ context }: Pick<Sysv, 'context'>): boolean {
  return context.does('sysv-suse-early-by-link');
}

/** Names that the generator passes over (hidden_or_backup_file). */
function isHidden({ does }: GeneratorContext, name: string): boolean {
  return HIDDEN.test(name) && (does('bak-is-hidden') || name.startsWith('.') || !/\.(bak|old|new)$/.test(name));
}

/** Levels in the order in which their folders are read, each with its target. */
function levelsOf({ context, patch }: Sysv): readonly (readonly [level: Runlevel, target: string])[] {
  const early = patch === undefined ? [] : ([['S', 'sysinit.target']] as const);
  const levels = context.does('sysv-runlevel-targets') ? LEVELS.map((level) => byNumber(context, level)) : LEVELS;
  return [...early, ...levels, ...(context.does('sysv-shutdown-links') ? DOWN : [])];
}

/**
 * 3 as runlevel3.target; single user mode has a target of its own. systemd ships those as links to what they are aliases of: a copy
 * that lacks them means the same.
 */
function byNumber(
  { snapshot, unitDirectory }: GeneratorContext,
  [level, target]: readonly [Runlevel, string],
): readonly [Runlevel, string] {
  const alias = `runlevel${level}.target`;
  const known = [unitDirectory, '/etc/systemd/system'].some((dir) => snapshot.lstat(`${dir}/${alias}`) !== undefined);
  return [level, level !== '1' && known ? alias : target];
}

const DOWN = [
  ['0', 'poweroff.target'],
  ['6', 'reboot.target'],
] as const;

/** Lines of the scripts that halting or rebooting stops. */
function stoppedByLinks(own: Sysv, scripts: ReadonlyMap<string, Script>): ReadonlyMap<Script, readonly Line[]> {
  const { context, layout, patch } = own;
  const found = new Map<Script, readonly Line[]>();
  if (!context.does('sysv-shutdown-links')) return found;
  for (const level of [...(patch === 'boot.d' ? (['S'] as const) : []), ...DOWN.map(([down]) => down)]) {
    const folder = runlevelFolder(layout, level);
    for (const { name } of context.snapshot.list(folder) ?? []) {
      const link = isHidden(context, name) ? null : /^K\d\d(.+)$/s.exec(name);
      const script = scripts.get(translate(own, link?.[1] ?? '') ?? '');
      if (link === null || script === undefined || found.has(script)) continue;
      const source = { file: `${folder}/${name}` };
      found.set(script, [
        ['Before=shutdown.target', source],
        ['Conflicts=shutdown.target', source],
      ]);
    }
  }
  return found;
}

function readRunlevels(own: Sysv, scripts: ReadonlyMap<string, Script>): void {
  const { context, layout } = own;
  for (const [level, target] of levelsOf(own)) {
    const folder = runlevelFolder(layout, level);
    for (const { name } of context.snapshot.list(folder) ?? []) {
      const link = isHidden(context, name) ? null : /^S(\d\d)(.+)$/s.exec(name);
      const script = scripts.get(translate(own, link?.[2] ?? '') ?? '');
      if (link === null || script === undefined) continue;
      const source = { file: `${folder}/${name}` };
      takeNumber(own, script, level, { number: Number(link[1]), source });
      if (!script.levels.has(target)) script.levels.set(target, source);
    }
  }
}

/** The largest number counts; by Debian's patch that of rcS.d alone, where there is one. */
function takeNumber(
  { patch, ...own }: Sysv,
  script: Script,
  level: Runlevel,
  found: NonNullable<Script['priority']>,
): void {
  const early = level === 'S';
  if (patch === 'rcS.d' && early) script.early = true;
  if (patch === 'boot.d' && earlyByLink(own)) script.early = early;
  const hidden = patch === 'rcS.d' && !early && script.early === true;
  if (hidden || DOWN.some(([down]) => down === level)) return;
  if ((patch === 'rcS.d' && early) || found.number > (script.priority?.number ?? -1)) script.priority = found;
}

/**
 * Numbers of rcN.d links order two scripts only where one of them has no LSB header.
 * @param late whether a number above 10 means that the network is there
 */
function orderByNumber(script: Script, all: readonly Script[], late: boolean): void {
  const { priority } = script;
  if (priority === undefined) return;
  if (late && priority.number > 10) script.lines.push(['After=network-online.target', priority.source]);
  for (const other of all) {
    if (other === script || other.priority === undefined || (script.content.lsb && other.content.lsb)) continue;
    if ((other.early === true) !== (script.early === true)) continue;
    if (other.priority.number < priority.number) script.lines.push([`After=${other.name}`, priority.source]);
    else if (other.priority.number > priority.number) script.lines.push([`Before=${other.name}`, priority.source]);
  }
}

function handleWord(own: Sysv, script: Script, { key, word, required, source }: LsbWord): void {
  const { context, patch } = own;
  const name = facility(own, script, word);
  if (name === undefined) return;
  const add = (...lines: readonly string[]): unknown =>
    append(
      script.lines,
      lines.map((line): Line => [line, source]),
    );
  if (key === 'before') add(`Before=${name}`);
  else if (key === 'after') {
    const wanted = name === 'network-online.target' || (patch === 'boot.d' && required);
    add(`After=${name}`, ...(wanted ? [`Wants=${name}`] : []));
  } else if (typeOf(name) === 'service') context.output.link('late', name, script.name, source);
  else if (typeOf(name) === 'target') {
    add(`Before=${name}`, `Wants=${name}`);
    const wanted = context.does('sysv-network-wanted') ? ['Wants=network.target'] : [];
    if (name === 'network-online.target') add('Before=network.target', ...wanted);
  }
}

/** sysv_translate_facility: a unit's name; undefined for what is dropped, the script's own name among it. */
function facility(own: Sysv, { path }: Script, written: string): string | undefined {
  const { context, patch } = own;
  const word = patch === 'boot.d' ? written.replace(/^\+/, '') : written;
  const plain = word.replace(/^\$/, '');
  const known = knownFacility(patch, plain);
  if (known !== undefined) return known || undefined;
  if (word.startsWith('$'))
    return !context.does('sysv-facilities-are-nothing') && isUnitName(`${plain}.target`) && /^[^@]+$/.test(plain)
      ? `${plain}.target`
      : undefined;
  const file = path.slice(path.lastIndexOf('/') + 1).replace(/\.sh$/, '');
  return plain === withoutPrefix(own, file) ? undefined : translate(own, plain);
}

function unitLines({ context, patch }: Sysv, { path, content, lines, early }: Script): readonly Line[] {
  const script = escaped(context, path);
  const service = [
    '',
    '[Service]',
    'Type=forking',
    'Restart=no',
    `TimeoutSec=${early && patch === 'rcS.d' ? '0' : '5min'}`,
    'IgnoreSIGPIPE=no',
    'KillMode=process',
  ];
  service.push('GuessMainPID=no', `RemainAfterExit=${content.pidFile === undefined ? 'yes' : 'no'}`);
  if (content.pidFile !== undefined) service.push(`PIDFile=${escaped(context, content.pidFile)}`);
  if (content.lsb && context.does('sysv-network-wanted')) service.push('SuccessExitStatus=5 6');
  service.push(`ExecStart=${script} start`, `ExecStop=${script} stop`);
  if (content.reload) service.push(`ExecReload=${script} reload`);
  const description = content.description === undefined ? [] : [`Description=${escaped(context, content.description)}`];
  const own = early ? ['DefaultDependencies=no'] : [];
  if (early && patch === 'boot.d' && !earlyByLink({ context }))
    own.push('Conflicts=shutdown.target', 'Before=shutdown.target');
  return ['[Unit]', `SourcePath=${script}`, ...description, ...own, ...lines, ...service];
}

/** sysv_translate_name: `.sh` off, characters that no unit name has escaped, `.service` on where no type is named. */
function translate(own: Pick<Sysv, 'patch'>, name: string): string | undefined {
  return mangleUnitName(withoutPrefix(own, name).replace(/\.sh$/, ''));
}

function withoutPrefix({ patch }: Pick<Sysv, 'patch'>, name: string): string {
  return patch === 'boot.d' && name.startsWith(SUSE_PREFIX) ? name.slice(SUSE_PREFIX.length) : name;
}

/** A native unit of the name, a mask or a template included, keeps its script from becoming one. */
function hasNativeUnit({ snapshot }: GeneratorContext, dirs: readonly string[], unit: string): boolean {
  const template = templateOf(unit);
  const names = template === undefined || template === unit ? [unit] : [unit, template];
  return names.some((name) => dirs.some((dir) => snapshot.lstat(`${dir}/${name}`) !== undefined));
}
