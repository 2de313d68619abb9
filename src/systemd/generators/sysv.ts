/**
 * Init scripts as units: systemd-sysv-generator (until v259), by systemd's own reading of LSB headers. It writes no
 * requirement but Wants=network-online.target, and takes enablement from rcN.d links alone.
 */
import { systemLoadPath } from '../load-path.ts';
import { isUnitName, templateOf, typeOf } from '../unit-name.ts';
import type { GeneratorContext } from './context.ts';
import { escaped, linkTarget } from './fstab-mount.ts';
import { type LsbScript, type LsbWord, parseLsbScript } from './lsb-script.ts';
import type { Line, Source } from './output.ts';
import { mangleUnitName } from './unit-names.ts';

/** Names that systemd passes over in every folder (hidden_or_backup_file). */
const HIDDEN =
  /^\.|^(lost\+found|aquota\.user|aquota\.group)$|~$|\.(rpmnew|rpmsave|rpmorig|dpkg-(old|new|tmp|dist|bak|backup|remove)|ucf-(new|old|dist)|swp|bak|old|new)$/;
/** Runlevel folders that count, and the target each stands for. rcS.d, rc0.d and rc6.d are not read. */
const LEVELS = [
  ['rc1.d', 'rescue.target'],
  ['rc2.d', 'multi-user.target'],
  ['rc3.d', 'multi-user.target'],
  ['rc4.d', 'multi-user.target'],
  ['rc5.d', 'graphical.target'],
] as const;
/** Facilities with a meaning of their own, with or without `$`; '' is dropped. Any other `$x` is x.target. */
const FACILITIES: Readonly<Record<string, string>> = {
  local_fs: '',
  syslog: '',
  network: 'network-online.target',
  named: 'nss-lookup.target',
  portmap: 'rpcbind.target',
  remote_fs: 'remote-fs.target',
  time: 'time-sync.target',
};
/** What Debian's patch of v229 and before made of some. */
const DEBIAN_FACILITIES: Readonly<Record<string, string>> = {
  ...FACILITIES,
  local_fs: 'local-fs.target',
  syslog: 'systemd-journald-dev-log.socket',
  'x-display-manager': 'display-manager.service',
  'mail-transport-agent': 'mail-transport-agent.target',
  cryptdisks: 'cryptsetup.target',
  mountall: 'local-fs.target',
  mountnfs: 'remote-fs.target',
  checkroot: 'systemd-remount-fs.service',
  dbus: 'dbus.socket',
};

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
  /** rcS.d starts it. */
  early?: true;
}

export function sysv(context: GeneratorContext): void {
  const { snapshot, output } = context;
  const scripts = new Map<string, Script>();
  const dirs = systemLoadPath(context.unitDirectory.startsWith('/lib/')).filter((dir) => !dir.includes('/generator'));
  for (const { name } of snapshot.list('/etc/init.d') ?? []) {
    const path = `/etc/init.d/${name}`;
    const stat = snapshot.stat(path);
    if (isHidden(context, name) || stat?.kind !== 'file' || (stat.mode & 0o100) === 0) continue;
    const unit = translate(name);
    // A name that no unit can have ends the generator before it has written anything.
    if (unit === undefined) return;
    if (scripts.has(unit) || hasNativeUnit(context, dirs, unit)) continue;
    const content = parseLsbScript(snapshot.read(path) ?? '', path);
    scripts.set(unit, { name: unit, path, content, levels: new Map(), lines: [] });
  }
  readRunlevels(context, scripts);
  const stopped = stoppedByLinks(context, scripts);
  for (const script of scripts.values()) for (const word of script.content.words) handleWord(context, script, word);
  const all = [...scripts.values()];
  for (const script of all) {
    for (const [target, source] of script.levels) script.lines.push([`Before=${target}`, source]);
    script.lines.push(...(stopped.get(script) ?? []));
    orderByNumber(script, all);
    output.replace('late', script.name, unitLines(context, script), { file: script.path });
    for (const [target, source] of script.levels)
      output.dependency('late', target, 'wants', linkTarget(context, 'late', script.name), source);
  }
}

/** Names that the generator passes over (hidden_or_backup_file). */
function isHidden({ does }: GeneratorContext, name: string): boolean {
  return HIDDEN.test(name) && (does('bak-is-hidden') || name.startsWith('.') || !/\.(bak|old|new)$/.test(name));
}

function isDebianEarly({ snapshot, does }: GeneratorContext): boolean {
  return does('sysv-debian-early') && snapshot.stat('/etc/debian_version') !== undefined;
}

/** Folders of runlevels in the order in which they are read, each with its target. */
function levelsOf(context: GeneratorContext): readonly (readonly [folder: string, target: string])[] {
  const early = isDebianEarly(context) ? ([['rcS.d', 'sysinit.target']] as const) : [];
  return [...early, ...LEVELS, ...(context.does('sysv-shutdown-links') ? DOWN : [])];
}

const DOWN = [
  ['rc0.d', 'poweroff.target'],
  ['rc6.d', 'reboot.target'],
] as const;

/** Lines of the scripts that halting or rebooting stops. */
function stoppedByLinks(
  context: GeneratorContext,
  scripts: ReadonlyMap<string, Script>,
): ReadonlyMap<Script, readonly Line[]> {
  const found = new Map<Script, readonly Line[]>();
  if (!context.does('sysv-shutdown-links')) return found;
  for (const [folder] of DOWN)
    for (const { name } of context.snapshot.list(`/etc/${folder}`) ?? []) {
      const link = isHidden(context, name) ? null : /^K\d\d(.+)$/s.exec(name);
      const script = scripts.get(translate(link?.[1] ?? '') ?? '');
      if (link === null || script === undefined || found.has(script)) continue;
      const source = { file: `/etc/${folder}/${name}` };
      found.set(script, [
        ['Before=shutdown.target', source],
        ['Conflicts=shutdown.target', source],
      ]);
    }
  return found;
}

function readRunlevels(context: GeneratorContext, scripts: ReadonlyMap<string, Script>): void {
  for (const [folder, target] of levelsOf(context))
    for (const { name } of context.snapshot.list(`/etc/${folder}`) ?? []) {
      const link = isHidden(context, name) ? null : /^S(\d\d)(.+)$/s.exec(name);
      const script = scripts.get(translate(link?.[2] ?? '') ?? '');
      if (link === null || script === undefined) continue;
      const source = { file: `/etc/${folder}/${name}` };
      const number = Number(link[1]);
      const early = folder === 'rcS.d';
      if (early) script.early = true;
      const counts = early || (!script.early && !DOWN.some(([down]) => down === folder));
      if (counts && (early || number > (script.priority?.number ?? -1))) script.priority = { number, source };
      if (!script.levels.has(target)) script.levels.set(target, source);
    }
}

/** Numbers of rcN.d links order two scripts only where one of them has no LSB header. */
function orderByNumber(script: Script, all: readonly Script[]): void {
  const { priority } = script;
  if (priority === undefined) return;
  for (const other of all) {
    if (other === script || other.priority === undefined || (script.content.lsb && other.content.lsb)) continue;
    if (other.early !== script.early) continue;
    if (other.priority.number < priority.number) script.lines.push([`After=${other.name}`, priority.source]);
    else if (other.priority.number > priority.number) script.lines.push([`Before=${other.name}`, priority.source]);
  }
}

function handleWord(context: GeneratorContext, script: Script, { key, word, source }: LsbWord): void {
  const name = facility(context, script, word);
  if (name === undefined) return;
  const add = (...lines: readonly string[]): unknown => script.lines.push(...lines.map((line): Line => [line, source]));
  if (key === 'before') add(`Before=${name}`);
  else if (key === 'after') add(`After=${name}`, ...(name === 'network-online.target' ? [`Wants=${name}`] : []));
  else if (typeOf(name) === 'service') context.output.link('late', name, script.name, source);
  else if (typeOf(name) === 'target') {
    add(`Before=${name}`, `Wants=${name}`);
    const wanted = context.does('sysv-network-wanted') ? ['Wants=network.target'] : [];
    if (name === 'network-online.target') add('Before=network.target', ...wanted);
  }
}

/** sysv_translate_facility: a unit's name; undefined for what is dropped, the script's own name among it. */
function facility(context: GeneratorContext, { path }: Script, word: string): string | undefined {
  const plain = word.replace(/^\$/, '');
  const known = isDebianEarly(context) ? DEBIAN_FACILITIES : FACILITIES;
  if (Object.hasOwn(known, plain)) return known[plain] || undefined;
  if (word.startsWith('$'))
    return context.does('sysv-facilities-are-targets') && isUnitName(`${plain}.target`) && /^[^@]+$/.test(plain)
      ? `${plain}.target`
      : undefined;
  const own = path.slice(path.lastIndexOf('/') + 1).replace(/\.sh$/, '');
  return plain === own ? undefined : translate(plain);
}

function unitLines(context: GeneratorContext, { path, content, lines, early }: Script): readonly Line[] {
  const script = escaped(context, path);
  const service = [
    '',
    '[Service]',
    'Type=forking',
    'Restart=no',
    `TimeoutSec=${early ? '0' : '5min'}`,
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
  return ['[Unit]', `SourcePath=${script}`, ...description, ...own, ...lines, ...service];
}

/** sysv_translate_name: `.sh` off, characters that no unit name has escaped, `.service` on where no type is named. */
function translate(name: string): string | undefined {
  return mangleUnitName(name.replace(/\.sh$/, ''));
}

/** A native unit of the name, a mask or a template included, keeps its script from becoming one. */
function hasNativeUnit({ snapshot }: GeneratorContext, dirs: readonly string[], unit: string): boolean {
  const template = templateOf(unit);
  const names = template === undefined || template === unit ? [unit] : [unit, template];
  return names.some((name) => dirs.some((dir) => snapshot.lstat(`${dir}/${name}`) !== undefined));
}
