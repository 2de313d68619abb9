/**
 * Init scripts' facilities as drop-ins: systemd-insserv-generator, which Debian and Ubuntu added to systemd until v232 or so.
 * A line `$facility script …` of insserv.conf makes the units of those scripts want their facility's target, and, without a
 * `+`, the target require them.
 */

import { sysvLayout } from '../../behaviours/sysv-layout.ts';
import { isBackup } from '../dropin.ts';
import type { GeneratorContext } from './context.ts';
import type { Source } from './output.ts';

/** sysv_translate_facility of this generator; '' is dropped. */
const FACILITIES: Readonly<Record<string, string>> = {
  local_fs: 'local-fs.target',
  network: 'network.target',
  named: 'nss-lookup.target',
  portmap: 'rpcbind.target',
  remote_fs: 'remote-fs.target',
  syslog: '',
  time: 'time-sync.target',
  'x-display-manager': 'display-manager.service',
};

export function insserv(context: GeneratorContext): void {
  const folder = '/etc/insserv.conf.d';
  for (const { name } of context.snapshot.list(folder) ?? [])
    if (!isBackup(name)) readConf(context, `${folder}/${name}`);
  readConf(context, '/etc/insserv.conf');
}

/** A drop-in that exists already ends the file: the generator gives up at it. */
function readConf(context: GeneratorContext, file: string): void {
  const lines = (context.snapshot.read(file) ?? '').split('\n');
  for (const [at, text] of lines.entries()) if (!readLine(context, text.trim(), { file, line: at + 1 })) return;
}

function readLine({ snapshot, output }: GeneratorContext, text: string, source: Source): boolean {
  if (!/^[$<]/.test(text) || /^<interactive>/i.test(text)) return true;
  const [word = '', ...scripts] = text.split(/\s+/);
  const base = source.file.slice(source.file.lastIndexOf('/') + 1);
  let target = translate(word);
  if (target === 'remote-fs.target') {
    const lines = ['[Unit]', 'Wants=remote-fs-pre.target'];
    output.replace('normal', `remote-fs.target.d/50-${base}.conf`, lines, source);
    target = 'remote-fs-pre.target';
  }
  if (!target?.endsWith('.target')) return true;
  for (const script of scripts) {
    if (script.startsWith('$')) continue;
    const name = script.replace(/^\+/, '');
    const unit = translate(name);
    if (!unit || !['', '.sh'].some((end) => snapshot.stat(`${sysvLayout(snapshot).initFolder}/${name}${end}`)))
      continue;
    const wants = ['[Unit]', `Wants=${target}`, `Before=${target}`];
    if (!output.unit('normal', `${unit}.d/50-${base}-${word}.conf`, wants, source)) return false;
    if (script.startsWith('+')) continue;
    const requires = ['[Unit]', `SourcePath=${source.file}`, `Requires=${unit}`];
    if (!output.unit('normal', `${target}.d/50-hard-dependency-${base}-${word}.conf`, requires, source)) return false;
  }
  return true;
}

/** A facility's target or a script's service; '' for what is dropped, undefined where no name can be made. */
function translate(word: string): string | undefined {
  const plain = word.replace(/^\$/, '');
  if (Object.hasOwn(FACILITIES, plain)) return FACILITIES[plain];
  if (word.startsWith('$')) return /^[0-9A-Za-z:_.\\-]+$/.test(plain) ? `${plain}.target` : undefined;
  return `${word.replace(/\.sh$/, '')}.service`;
}
