/** The configuration files that command lines name, as they lie in the root. */
import type { Snapshot } from '../snapshot/snapshot.ts';
import type { Following } from './follow.ts';
import type { ConfigFile } from './model.ts';
import { readOsloConfig, tellingFacts } from './oslo-config.ts';

const OPTIONS = new Set(['--config-file', '--config-dir', '--config', '--conf', '--conf-file', '-c', '-f', '--ini']);

/** Values of the usual options, and any argument that lies in /etc; each path once, with the line that names it. */
export function configFiles(snapshot: Snapshot, commands: Following['commands']): readonly ConfigFile[] {
  const found = new Map<string, ConfigFile>();
  for (const { command, file, line } of commands) {
    const [, ...args] = command.argv;
    for (const [i, arg] of args.entries()) {
      const path = pathIn(arg, args[i - 1]);
      if (path !== undefined && !found.has(path)) found.set(path, configFile(snapshot, path, file, line));
    }
  }
  return [...found.values()];
}

function pathIn(arg: string, before: string | undefined): string | undefined {
  const split = /^(-[^=]*)=(.*)$/.exec(arg);
  const value = split?.[2] ?? arg;
  if (!/^\/[^$]*$/.test(value)) return undefined;
  const option = split?.[1] ?? before ?? '';
  return OPTIONS.has(option) || value.startsWith('/etc/') ? value : undefined;
}

function configFile(snapshot: Snapshot, path: string, namedIn: string, namedLine: number): ConfigFile {
  const stat = snapshot.stat(path);
  const none = { path, namedIn, namedLine, sections: [], facts: [] };
  if (stat === undefined) return { ...none, state: 'missing' };
  if (stat.kind !== 'file') return { ...none, state: 'folder' };
  const config = /\.(conf|ini)$/.test(path) ? readOsloConfig(snapshot.read(path) ?? '') : undefined;
  if (config === undefined) return { ...none, state: 'found' };
  return { ...none, state: 'found', sections: [...config.sections.keys()], facts: tellingFacts(config) };
}
