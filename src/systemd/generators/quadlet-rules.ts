/** What podman's quadlet makes of each kind of file, as far as order and mounts go; of its command line only the gist. */
import type { Setting } from '../../graph/model.ts';
import { lexicalPath } from '../../snapshot/lexical.ts';
import { parseBoolean } from '../values.ts';
import type { Line, Source } from './output.ts';
import { kindOf, type Quadlet } from './quadlet-files.ts';

const PODMAN = 'ExecStart=/usr/bin/podman';
/** In these, a quadlet file's name stands for its service. */
const TRANSLATED = new Set([
  'Wants',
  'Requires',
  'Requisite',
  'BindsTo',
  'PartOf',
  'Upholds',
  'Conflicts',
  'Before',
  'After',
]);

/** What is made of one file: lines of [Unit] and [Service]; or why nothing is. */
export interface Made {
  readonly unit: Line[];
  readonly service: Line[];
}

export interface World {
  /** Names of quadlets in [Unit] are those of their services; a bound device needs its mounts (after podman 5.4). */
  readonly recent: boolean;
  readonly quadlets: ReadonlyMap<string, Quadlet>;
  /** Names of files that a service was made of. */
  readonly made: Set<string>;
  /** Services of containers, by their pod's file. */
  readonly inPod: Map<string, string[]>;
}

/** What becomes of one file, or why nothing does (Convert… of podman's quadlet.go). */
export function convert(q: Quadlet, world: World): Made | string {
  const made: Made = { unit: [], service: [] };
  const refused = unitLines(q, world, made) ?? RULES[q.kind](q, world, made);
  return refused ?? made;
}

/** initServiceUnitFile: what its [Unit] says, the network, and podman's own folder. */
function unitLines(q: Quadlet, { quadlets, recent }: World, { unit }: Made): string | undefined {
  if (parseBoolean(q.last('DefaultDependencies', 'Quadlet') ?? 'yes') !== false)
    unit.push('Wants=network-online.target', 'After=network-online.target');
  for (const setting of q.settings) {
    if (setting.section !== 'Unit') continue;
    let { value } = setting;
    if (recent && TRANSLATED.has(setting.key)) {
      const words = value.split(/\s+/);
      const lost = words.find((word) => kindOf(word) !== undefined && !quadlets.has(word));
      if (lost !== undefined) return `there is no ${lost}`;
      value = words.map((word) => quadlets.get(word)?.service ?? word).join(' ');
    }
    unit.push([`${setting.key}=${value}`, at(setting)]);
  }
  unit.push(`SourcePath=${q.file}`, 'RequiresMountsFor=%t/containers');
  return undefined;
}

const RULES: Readonly<Record<Quadlet['kind'], (q: Quadlet, world: World, made: Made) => string | undefined>> = {
  container(q, world, made) {
    const [image, rootfs] = [q.last('Image'), q.last('Rootfs')];
    if (image === undefined && rootfs === undefined) return 'it has neither Image= nor Rootfs=';
    if (image !== undefined && rootfs !== undefined) return 'Image= and Rootfs= exclude each other';
    if (q.last('Group') !== undefined && q.last('User') === undefined) return 'Group= needs User=';
    made.service.push(`${PODMAN} run ${image ?? `--rootfs ${rootfs}`}`);
    return (
      imageOf(q, world, made) ??
      longRunning(q, made) ??
      networks(q, world, made) ??
      volumes(q, world, made) ??
      mounts(q, world, made) ??
      pod(q, world, made)
    );
  },
  kube(q, world, made) {
    const yaml = q.last('Yaml');
    if (yaml === undefined) return 'it has no Yaml=';
    if (world.recent && q.all('Yaml').length > 1 && q.last('SetWorkingDirectory')?.toLowerCase() === 'yaml')
      return 'SetWorkingDirectory=yaml needs a single Yaml=';
    made.service.push(`${PODMAN} kube play ${yaml}`);
    return longRunning(q, made) ?? networks(q, world, made) ?? workingDirectory(q, made);
  },
  network(q, _world, made) {
    const [subnets, gateways, ranges] = ['Subnet', 'Gateway', 'IPRange'].map((key) => q.all(key).length);
    if (Math.max(gateways ?? 0, ranges ?? 0) > (subnets ?? 0)) return 'a Gateway= or IPRange= has no Subnet=';
    made.service.push(`${PODMAN} network create ${q.last('NetworkName') ?? resourceName(q)}`);
    return oneshot(q, made);
  },
  volume(q, world, made) {
    const image = q.last('Driver') === 'image';
    if (image && q.last('Image') === undefined) return 'the image driver needs Image=';
    const device = q.last('Device');
    const type = q.last('Type');
    if (!image && device === undefined && (type ?? q.last('Options')) !== undefined)
      return 'Type= and Options= need Device=';
    if (!image && type === 'bind' && world.recent)
      made.unit.push([`RequiresMountsFor=${device}`, placeOf(q, 'Device')]);
    made.service.push(`${PODMAN} volume create ${q.last('VolumeName') ?? resourceName(q)}`);
    return (image ? imageOf(q, world, made) : undefined) ?? oneshot(q, made);
  },
  image(q, _world, made) {
    const image = q.last('Image');
    if (image === undefined) return 'it has no Image=';
    made.service.push(`${PODMAN} image pull ${image}`);
    return oneshot(q, made);
  },
  build(q, world, made) {
    const tag = q.last('ImageTag');
    if (tag === undefined) return 'it has no ImageTag=';
    if ((q.last('SetWorkingDirectory') ?? q.last('File') ?? q.last('WorkingDirectory', 'Service')) === undefined)
      return 'it has neither SetWorkingDirectory= nor File=';
    if (q.last('SetWorkingDirectory')?.toLowerCase() === 'file' && q.last('File') === undefined)
      return 'it has no File=';
    made.service.push(`${PODMAN} build --tag ${tag}`);
    if (q.last('Type', 'Service') === undefined) made.service.push('Type=oneshot');
    return networks(q, world, made) ?? volumes(q, world, made) ?? workingDirectory(q, made);
  },
  pod(q, world, made) {
    for (const service of world.inPod.get(q.name) ?? []) made.unit.push(`Wants=${service}`, `Before=${service}`);
    made.service.push(`${PODMAN} pod start ${q.last('PodName') ?? resourceName(q)}`, 'Type=forking');
    made.service.push('Restart=on-failure', 'PIDFile=%t/%N.pid');
    return networks(q, world, made) ?? volumes(q, world, made);
  },
};

export function at({ file, line }: Setting): Source {
  return { file, line };
}

function resourceName({ name }: Quadlet): string {
  return `systemd-${name.slice(0, name.lastIndexOf('.'))}`;
}

function placeOf(q: Quadlet, key: string): Source {
  const last = q.all(key).at(-1);
  return last === undefined ? { file: q.file } : at(last);
}

/** A container's service is told when it runs, unless it is one that ends. */
function longRunning(q: Quadlet, { service }: Made): string | undefined {
  const mode = q.last('KillMode', 'Service');
  if (mode !== undefined && mode !== 'mixed' && mode !== 'control-group') return `KillMode=${mode} does not work`;
  const type = q.last('Type', 'Service');
  if (type !== undefined && type !== 'notify' && type !== 'oneshot') return `Type=${type} does not work`;
  if (mode === undefined) service.push('KillMode=mixed');
  if (type !== 'oneshot') service.push('Type=notify', 'NotifyAccess=all');
  return undefined;
}

function oneshot(q: Quadlet, { service }: Made): undefined {
  if (q.last('Type', 'Service') === undefined) service.push('Type=oneshot');
  if (q.last('RemainAfterExit', 'Service') === undefined) service.push('RemainAfterExit=yes');
  return undefined;
}

function leanOn(file: string, { quadlets }: World, { unit }: Made, source: Source): string | undefined {
  const other = quadlets.get(file);
  if (other === undefined) return `there is no ${file}`;
  unit.push([`Requires=${other.service}`, source], [`After=${other.service}`, source]);
  return undefined;
}

function imageOf(q: Quadlet, world: World, made: Made): string | undefined {
  const image = q.last('Image') ?? '';
  return /\.(image|build)$/.test(image) ? leanOn(image, world, made, placeOf(q, 'Image')) : undefined;
}

function networks(q: Quadlet, world: World, made: Made): string | undefined {
  for (const setting of q.all('Network')) {
    const [name = ''] = setting.value.split(':');
    if (!/\.(network|container)$/.test(name)) continue;
    const refused = leanOn(name, world, made, at(setting));
    if (refused !== undefined) return refused;
    if (name.endsWith('.network') && !world.made.has(name)) return `${name} is refused`;
  }
  return undefined;
}

/** A folder of the host needs its mounts; a volume or image of podman's its service (handleStorageSource). */
function storage(
  q: Quadlet,
  written: string,
  world: World,
  made: Made,
  source: Source,
  image: boolean,
): string | undefined {
  const path = written.startsWith('.') ? `${q.file.slice(0, q.file.lastIndexOf('/'))}/${written}` : written;
  if (path.startsWith('/')) {
    made.unit.push([`RequiresMountsFor=${cleanPath(path)}`, source]);
    return undefined;
  }
  const known = path.endsWith('.volume') || (image && path.endsWith('.image'));
  return known ? leanOn(path, world, made, source) : undefined;
}

/** Go's filepath.Join, for what was relative. */
function cleanPath(path: string): string {
  return /\/\.\.?(\/|$)/.test(path) ? lexicalPath(path) : path;
}

function volumes(q: Quadlet, world: World, made: Made): string | undefined {
  for (const setting of q.all('Volume')) {
    const parts = setting.value.split(':');
    if (parts.length < 2 || !parts[0]) continue;
    const refused = storage(q, parts[0], world, made, at(setting), false);
    if (refused !== undefined) return refused;
  }
  return undefined;
}

function mounts(q: Quadlet, world: World, made: Made): string | undefined {
  for (const setting of q.all('Mount')) {
    const fields = setting.value.split(',').map((field) => field.trim());
    const type = fields.find((field) => field.startsWith('type='))?.slice('type='.length) ?? 'volume';
    const from = fields.filter((field) => /^(source|src)=/.test(field)).at(-1);
    if (!['volume', 'bind', 'glob', 'image'].includes(type) || from === undefined) continue;
    const refused = storage(q, from.slice(from.indexOf('=') + 1), world, made, at(setting), true);
    if (refused !== undefined) return refused;
  }
  return undefined;
}

function pod(q: Quadlet, world: World, { unit }: Made): string | undefined {
  const name = q.last('Pod');
  if (name === undefined) return undefined;
  const service = name.endsWith('.pod') ? world.quadlets.get(name)?.service : undefined;
  if (service === undefined) return `there is no pod file ${name}`;
  const source = placeOf(q, 'Pod');
  unit.push([`BindsTo=${service}`, source], [`After=${service}`, source]);
  if (parseBoolean(q.last('StartWithPod') ?? 'yes') !== false)
    world.inPod.set(name, [...(world.inPod.get(name) ?? []), q.service]);
  return undefined;
}

/** handleSetWorkingDirectory: relative to the file that is named, or to the quadlet itself. */
function workingDirectory(q: Quadlet, { service }: Made): string | undefined {
  const word = q.last('SetWorkingDirectory');
  if (word === undefined || q.last('WorkingDirectory', 'Service') !== undefined) return undefined;
  const folder = q.file.slice(0, q.file.lastIndexOf('/'));
  const named: Readonly<Record<string, string | undefined>> = {
    yaml: q.last('Yaml'),
    file: q.last('File'),
    unit: q.file,
  };
  const lower = word.toLowerCase();
  const only = { yaml: 'kube', file: 'build' }[lower];
  if (only !== undefined && q.kind !== only) return `SetWorkingDirectory=${word} is for .${only} files`;
  if (!Object.hasOwn(named, lower)) {
    if (q.kind !== 'build') return `SetWorkingDirectory=${word} is none`;
    if (!word.startsWith('/') && !/^[a-z+]+:\/\//i.test(word)) service.push(`WorkingDirectory=${folder}`);
    return undefined;
  }
  const file = named[lower];
  if (file === undefined) return `SetWorkingDirectory=${word} names nothing`;
  const path = file.startsWith('/') ? file : cleanPath(`${folder}/./${file}`);
  service.push(`WorkingDirectory=${path.slice(0, path.lastIndexOf('/')) || '/'}`);
  return undefined;
}
