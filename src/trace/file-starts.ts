/** Later starts that stand in files beside the units: SYSTEMD_WANTS= of udev rules, D-Bus services, systemctl in scripts that the boot runs. */

import type { Does } from '../behaviours/does.ts';
import type { LaterStart } from '../engine/later/later-start.ts';
import type { BootGraph } from '../graph/model.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { mergedFiles } from '../systemd/merged-files.ts';
import { once } from '../words/once.ts';
import { isOwnVolume } from '../words/own-volume.ts';
import { templateOf } from '../words/template-name.ts';
import { startsWithInstances } from './instance-starts.ts';
import { type StartCommand, startCommands } from './start-commands.ts';

/** udev(7): folders of rules. */
export const UDEV_RULES: readonly string[] = [
  '/etc/udev/rules.d',
  '/run/udev/rules.d',
  '/usr/local/lib/udev/rules.d',
  '/usr/lib/udev/rules.d',
  '/lib/udev/rules.d',
];
const BUS = ['/etc/dbus-1', '/run/dbus-1', '/usr/local/share/dbus-1', '/usr/share/dbus-1'];

/** ENV{SYSTEMD_WANTS}+="unit …" (systemd.device(5)); a name with a placeholder stands for its template, or for nothing that can be told. */
function udevStarts(snapshot: Snapshot, graph: BootGraph): readonly LaterStart[] {
  const found: LaterStart[] = [];
  for (const file of mergedFiles(snapshot, UDEV_RULES, '.rules')) {
    const content = snapshot.read(file) ?? '';
    // Nearly all rules are of other things. A line may go on within the word.
    if (!content.replaceAll('\\\n', '').includes('SYSTEMD_WANTS')) continue;
    for (const { line, text } of ruleLines(content)) {
      const wants = /ENV\{SYSTEMD_WANTS\}\+?=\s*"([^"]*)"/.exec(text)?.[1];
      if (wants === undefined || /^\s*#/.test(text)) continue;
      const matches = matchesOf(text);
      for (const name of wants.split(/\s+/)) {
        const unit = unitOf(name);
        if (unit === undefined) continue;
        found.push({
          unit: graph.names.get(unit) ?? unit,
          kind: 'udev-rule',
          by: matches.join(' '),
          at: { file, line, text: `ENV{SYSTEMD_WANTS}="${wants}"` },
          when: [],
        });
      }
    }
  }
  return found;
}

/** `backup@%k.service` → `backup@.service`: which instance it is, the device says. */
function unitOf(name: string): string | undefined {
  if (name === '') return undefined;
  const template = templateOf(name);
  if (!/[%$]/.test(name)) return name;
  return template !== undefined && !/[%$]/.test(template) ? template : undefined;
}

/** Lines joined at a backslash, each with the number of its first. */
function* ruleLines(content: string): Generator<{ readonly line: number; readonly text: string }> {
  let text = '';
  let first = 0;
  for (const [index, line] of content.split('\n').entries()) {
    if (text === '') first = index + 1;
    if (line.endsWith('\\')) text += line.slice(0, -1);
    else {
      yield { line: first, text: text + line };
      text = '';
    }
  }
}

/** Links in X.device.wants/ of a device that no unit names: PID 1 loads it when udev plugs it. */
function deviceStarts(snapshot: Snapshot, graph: BootGraph, loadPath: readonly string[]): readonly LaterStart[] {
  const found = new Map<string, LaterStart>();
  for (const folder of loadPath)
    for (const { name } of snapshot.list(folder) ?? []) {
      const device = /^(.+\.device)\.(wants|requires|upholds)$/.exec(name)?.[1];
      if (device === undefined || graph.names.has(device)) continue;
      for (const { name: link } of snapshot.list(`${folder}/${name}`) ?? []) {
        const file = `${folder}/${name}/${link}`;
        const unit = graph.names.get(link) ?? link;
        if (!isOwnVolume(unit, device) && !found.has(`${device} ${unit}`))
          found.set(`${device} ${unit}`, { unit, kind: 'device', by: device, at: { file, text: 'link' }, when: [] });
      }
    }
  return [...found.values()];
}

/** `SystemdService=` of a bus name (dbus-daemon(1)): a message to that name starts the unit. */
function busStarts(snapshot: Snapshot, graph: BootGraph, scope: 'system' | 'user'): readonly LaterStart[] {
  const folders = BUS.map((folder) => `${folder}/${scope === 'user' ? 'services' : 'system-services'}`);
  const found: LaterStart[] = [];
  for (const file of mergedFiles(snapshot, folders, '.service')) {
    const content = snapshot.read(file) ?? '';
    if (!content.includes('SystemdService')) continue;
    let name = '';
    for (const [index, text] of content.split('\n').entries()) {
      const [, key = '', value = ''] = /^\s*(Name|SystemdService)\s*=\s*(\S+)\s*$/.exec(text) ?? [];
      if (key === 'Name') name = value;
      if (key !== 'SystemdService') continue;
      found.push({
        unit: graph.names.get(value) ?? value,
        kind: 'bus',
        by: name === '' ? file.slice(file.lastIndexOf('/') + 1, -'.service'.length) : name,
        at: { file, line: index + 1, text: text.trim() },
        when: [],
      });
    }
  }
  return found;
}

/** What files beside the units start once the boot runs. */
export interface FileStarts {
  /** Commands in scripts of started units that start others. */
  readonly commands: readonly StartCommand[];
  readonly later: readonly LaterStart[];
}

interface UnitsOfRoot {
  readonly graph: BootGraph;
  readonly snapshot: Snapshot;
  readonly scope: 'system' | 'user';
  /** Where this manager looks for units. */
  readonly loadPath: readonly string[];
  readonly does: Does;
}

/** @param started ids of what the boot starts: only scripts of those run */
export function startsInFiles(
  { graph, snapshot, scope, loadPath, does }: UnitsOfRoot,
  started: Iterable<string>,
): FileStarts {
  const commands = [...started].flatMap((id) => {
    const node = graph.nodes.get(id);
    return node === undefined ? [] : startCommands(graph, snapshot, node);
  });
  // Few questions ask for what rules and the bus start, and the files that say so are many.
  const later = once((): readonly LaterStart[] => {
    const found = [
      ...commands.map(
        ({ unit, by, file, line, text }): LaterStart => ({
          unit,
          kind: 'command',
          by,
          at: { file, line, text },
          when: [],
        }),
      ),
      ...(scope === 'system' ? [...udevStarts(snapshot, graph), ...deviceStarts(snapshot, graph, loadPath)] : []),
      ...busStarts(snapshot, graph, scope),
    ];
    return [...found, ...startsWithInstances({ graph, snapshot, does, loadPath }, found)];
  });
  return {
    commands,
    get later() {
      return later();
    },
  };
}

/** `SUBSYSTEM=="net"` → `SUBSYSTEM==net`: what a rule matches on, the first six (udev(7): items stand between commas). */
function matchesOf(rule: string): readonly string[] {
  return rule
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item.includes('==') || item.includes('!='))
    .slice(0, 6)
    .map((item) => item.replaceAll('"', ''));
}
