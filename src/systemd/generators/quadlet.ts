/**
 * podman's quadlet (podman-system-generator): a service for each container, pod, volume, network, image, build and kube
 * file. The order, the mounts and the services that it adds are computed; of podman's command line only the gist is given.
 */
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { GeneratorContext } from './context.ts';
import type { Line, Source } from './output.ts';
import { type Quadlet, quadletsOf } from './quadlet-files.ts';
import { at, convert, type World } from './quadlet-rules.ts';
import { isUnitName } from './unit-names.ts';

const PROGRAM = '/usr/lib/systemd/system-generators/podman-system-generator';

export function quadlet({ snapshot, output }: GeneratorContext): void {
  const all = quadletsOf(snapshot);
  if (all.length === 0) return;
  const quadlets = new Map(all.map((q) => [q.name, q]));
  const world: World = { recent: isRecent(snapshot), quadlets, made: new Set(), inPod: new Map() };
  const installed: Quadlet[] = [];
  for (const q of all) {
    const made = convert(q, world);
    const source = { file: q.file };
    if (typeof made === 'string') {
      const message = `podman makes no service of it: ${made}.`;
      output.report({ severity: 'warning', code: 'quadlet-refused', message, unit: q.service, ...source });
      continue;
    }
    world.made.add(q.name);
    if (!isUnitName(q.service)) continue;
    const keys = new Set(made.service.map((line) => /^[^=]*/.exec(typeof line === 'string' ? line : line[0])?.[0]));
    const passed = q.settings
      .filter((s) => s.section === 'Service' && !keys.has(s.key))
      .map((s): Line => [`${s.key}=${s.value}`, at(s)]);
    output.replace('normal', q.service, ['[Unit]', ...made.unit, '[Service]', ...passed, ...made.service], source);
    installed.unshift(q);
  }
  // Of two links of one name, the later stands.
  for (const q of installed) install({ output }, q, { file: q.file });
}

/** Only the program itself tells: the words of its complaint. */
function isRecent(snapshot: Snapshot): boolean {
  const files = ['/usr/libexec/podman/quadlet', '/usr/lib/podman/quadlet', PROGRAM];
  const bytes = files.map((file) => snapshot.readBytes(file)).find((found) => found !== undefined);
  return bytes === undefined || Buffer.from(bytes).includes('unable to translate dependency');
}

/** enableServiceFile: [Install] takes effect at once, as links. */
function install({ output }: Pick<GeneratorContext, 'output'>, q: Quadlet, source: Source): void {
  const words = (key: string): readonly { word: string; source: Source }[] =>
    q.all(key, 'Install').flatMap((s) => s.value.split(/\s+/).map((word) => ({ word, source: at(s) })));
  for (const { word, source: place } of words('Alias'))
    output.link('normal', word.replace(/^\.\//, ''), `${'../'.repeat(word.split('/').length - 1)}${q.service}`, place);
  const template = /^([^@]+@)(\.service)$/.exec(q.service);
  const instance = q.last('DefaultInstance', 'Install');
  if (template !== null && instance === undefined) return;
  const name = template === null ? q.service : `${template[1]}${instance}${template[2]}`;
  for (const [key, type] of [
    ['WantedBy', 'wants'],
    ['RequiredBy', 'requires'],
  ] as const)
    for (const { word, source: place } of words(key))
      if (word !== '' && !word.includes('/')) output.dependency('normal', word, type, q.service, place ?? source, name);
}
