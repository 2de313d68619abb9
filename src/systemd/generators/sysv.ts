/**
 * Init scripts as units: systemd-sysv-generator (until v259), by systemd's own reading of LSB headers. It writes no
 * requirement but Wants=network-online.target, and takes enablement from rcN.d links alone.
 */
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { systemLoadPath } from '../load-path.ts';
import { isUnitName } from '../unit-name.ts';
import type { GeneratorContext } from './context.ts';
import type { Line, Output, Source } from './output.ts';

const HIDDEN =
  /^\.|~$|\.(rpmnew|rpmsave|rpmorig|dpkg-(old|new|tmp|dist|bak|backup|remove)|ucf-(new|old|dist)|swp|bak|old|new)$/;
/** Runlevel folders that count, and the target each stands for. rcS.d, rc0.d and rc6.d are not read. */
const LEVELS = [
  ['rc1.d', 'rescue.target'],
  ['rc2.d', 'multi-user.target'],
  ['rc3.d', 'multi-user.target'],
  ['rc4.d', 'multi-user.target'],
  ['rc5.d', 'graphical.target'],
] as const;
/** Facilities with a meaning of their own; '' is dropped, any other `$x` is x.target. */
const FACILITIES: Readonly<Record<string, string>> = {
  local_fs: '',
  syslog: '',
  network: 'network-online.target',
  named: 'nss-lookup.target',
  portmap: 'rpcbind.target',
  remote_fs: 'remote-fs.target',
  time: 'time-sync.target',
};

interface Script {
  readonly name: string;
  readonly path: string;
  readonly lsb: boolean;
  readonly lines: Line[];
  readonly aliases: readonly { readonly name: string; readonly source: Source }[];
  readonly targets: Map<string, Source>;
  priority: number;
}

export function sysv({ snapshot, output }: GeneratorContext): void {
  const scripts = new Map<string, Script>();
  for (const { name } of snapshot.list('/etc/init.d') ?? []) {
    const path = `/etc/init.d/${name}`;
    const stat = snapshot.stat(path);
    if (HIDDEN.test(name) || stat?.kind !== 'file' || (stat.mode & 0o100) === 0) continue;
    const unit = mangle(name);
    if (unit === undefined || hasNativeUnit(snapshot, unit) || scripts.has(unit)) continue;
    scripts.set(unit, readScript(snapshot, path, unit));
  }
  for (const [folder, target] of LEVELS)
    for (const { name } of snapshot.list(`/etc/${folder}`) ?? []) {
      const link = /^S(\d\d)(.+)$/.exec(name);
      const script = scripts.get(mangle(link?.[2] ?? '') ?? '');
      if (!link || !script) continue;
      const source = { file: `/etc/${folder}/${name}` };
      script.priority = Math.max(script.priority, Number(link[1]));
      script.targets.set(target, source);
      script.lines.push([`Before=${target}`, source]);
    }
  orderByNumber([...scripts.values()]);
  for (const script of scripts.values()) write(output, script, scripts);
}

/** Numbers of rcN.d links order two scripts only where one of them has no LSB header. */
function orderByNumber(scripts: readonly Script[]): void {
  for (const a of scripts)
    for (const b of scripts) {
      if (a === b || (a.lsb && b.lsb) || a.priority < 0 || b.priority < 0 || a.priority === b.priority) continue;
      a.lines.push(a.priority < b.priority ? `Before=${b.name}` : `After=${b.name}`);
    }
}

function write(output: Output, script: Script, all: ReadonlyMap<string, Script>): void {
  const source = { file: script.path };
  output.unit(
    'late',
    script.name,
    [
      '[Unit]',
      'Documentation=man:systemd-sysv-generator(8)',
      `SourcePath=${script.path}`,
      ...script.lines,
      '',
      '[Service]',
      'Type=forking',
      'Restart=no',
      'TimeoutSec=5min',
      'IgnoreSIGPIPE=no',
      'KillMode=process',
      'GuessMainPID=no',
      'RemainAfterExit=yes',
      `ExecStart=${script.path} start`,
      `ExecStop=${script.path} stop`,
    ],
    source,
  );
  for (const alias of script.aliases)
    if (!all.has(alias.name)) output.link('late', alias.name, script.name, alias.source);
  for (const [target, link] of script.targets) output.dependency('late', target, 'wants', script.name, link);
}

function readScript(snapshot: Snapshot, path: string, unit: string): Script {
  const lines: Line[] = [];
  const aliases: { name: string; source: Source }[] = [];
  let lsb = false;
  let inside = false;
  let short: string | undefined;
  for (const [i, text] of (snapshot.read(path) ?? '').split('\n').entries()) {
    const source = { file: path, line: i + 1 };
    if (text.trimEnd() === '### BEGIN INIT INFO') {
      inside = true;
      lsb = true;
    } else if (text.trimEnd() === '### END INIT INFO') inside = false;
    const header = inside ? /^#\s*([A-Za-z-]+):\s*(.*)$/.exec(text) : undefined;
    if (!header) continue;
    const key = (header[1] ?? '').toLowerCase();
    const value = (header[2] ?? '').trim();
    if (key === 'short-description') short ??= value;
    if (key === 'provides') provides(value, source);
    else if (/^(required-start|should-start|x-start-after)$/.test(key)) order(value, 'After', source);
    else if (key === 'x-start-before') order(value, 'Before', source);
  }
  if (short) lines.unshift(`Description=LSB: ${short.replaceAll('%', '%%')}`);
  return { name: unit, path, lsb, lines, aliases, targets: new Map(), priority: -1 };

  function provides(value: string, source: Source): void {
    for (const word of value.split(/\s+/)) {
      const name = translate(word);
      if (name === undefined || name === unit) continue;
      if (name.endsWith('.service')) aliases.push({ name, source });
      else
        for (const target of word === '$network' ? [name, 'network.target'] : [name])
          lines.push([`Before=${target}`, source], [`Wants=${target}`, source]);
    }
  }

  function order(value: string, type: 'After' | 'Before', source: Source): void {
    for (const word of value.split(/\s+/)) {
      const name = translate(word);
      if (name === undefined || name === unit) continue;
      lines.push([`${type}=${name}`, source]);
      if (name === 'network-online.target' && type === 'After') lines.push([`Wants=${name}`, source]);
    }
  }
}

function translate(word: string): string | undefined {
  if (word === '') return undefined;
  if (!word.startsWith('$')) return mangle(word);
  const facility = word.slice(1);
  const name = Object.hasOwn(FACILITIES, facility) ? FACILITIES[facility] : `${facility}.target`;
  return name && isUnitName(name) ? name : undefined;
}

/** `.sh` off, characters that no unit name has escaped, `.service` on. */
function mangle(name: string): string | undefined {
  const stem = name.replace(/\.sh$/, '');
  if (isUnitName(stem)) return stem;
  const safe = stem.replace(/[^0-9A-Za-z:_.\\@-]/g, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`);
  const unit = `${safe}.service`;
  return isUnitName(unit) ? unit : undefined;
}

/** A native unit of the name, a mask included, keeps its script from becoming one. */
function hasNativeUnit(snapshot: Snapshot, unit: string): boolean {
  return systemLoadPath(true).some(
    (dir) => !dir.endsWith('generator.late') && snapshot.lstat(`${dir}/${unit}`) !== undefined,
  );
}
