/** systemd-integritysetup-generator: volumes of /etc/integritytab (integritytab(5)). */

import { parseTimeSpan } from '../../words/time-span.ts';
import { hasOption, udevNode, yesNoOption } from '../mount-options.ts';
import { escapeName } from '../unit-name.ts';
import type { GeneratorContext } from './context.ts';
import { splitWords } from './extract-word.ts';
import type { Source } from './output.ts';
import { tabLines } from './tab-lines.ts';
import { escapeSpecifiers, instanceName } from './unit-names.ts';
import { deviceUnit, linkVolume, reportShortLine, systemdProgram, volumeUnit } from './volumes.ts';

const INTEGRITYTAB = '/etc/integritytab';

export function integritysetup(context: GeneratorContext): void {
  const text = context.snapshot.read(INTEGRITYTAB) ?? '';
  for (const { line, fields } of tabLines(text, 2, 4, reportShortLine(context, INTEGRITYTAB)))
    if (!createVolume(context, fields, { file: INTEGRITYTAB, line })) return;
}

/** False where the line ends the generator. */
function createVolume(context: GeneratorContext, fields: readonly string[], source: Source): boolean {
  const [name = '', device = '', ...rest] = fields;
  const [keyFile = '', options = ''] = rest.map((word) => (word === '-' ? '' : word));
  const escaped = escapeName(name);
  const unit = instanceName('systemd-integritysetup', escaped, '.service');
  const what = udevNode(device);
  const whatUnit = deviceUnit(what);
  if (unit === undefined || whatUnit === undefined) return false;
  const file = context.output.open('normal', unit, source);
  if (file === undefined) return false;
  if ((keyFile !== '' && !keyFile.startsWith('/')) || !optionsAreKnown(context, options)) return false;
  const flags = context.does('integrity-mount-options') ? options : '';
  const nofail = yesNoOption(flags, 'nofail', 'fail');
  const network = hasOption(flags, '_netdev');
  const target = network ? 'remote-integritysetup.target' : 'integritysetup.target';
  volumeUnit(context, file, 'integritysetup', INTEGRITYTAB);
  file.add('Conflicts=umount.target', `BindsTo=${whatUnit}`, `After=${whatUnit}`, 'Before=umount.target');
  if (network) file.add('After=remote-fs-pre.target');
  if (!nofail) file.add(`Before=${target}`);
  const program = systemdProgram(context, 'systemd-integritysetup');
  const words = [escapeSpecifiers(name), what, escapeSpecifiers(keyFile) || '-', options || '-'];
  file.add('', '[Service]', 'Type=oneshot', 'RemainAfterExit=yes', 'TimeoutSec=infinity');
  file.add(`ExecStart=${program} attach ${words.map((word) => `'${word}'`).join(' ')}`);
  file.add(`ExecStop=${program} detach '${words[0]}'`);
  const wanted = yesNoOption(flags, 'noauto', 'auto')
    ? undefined
    : ({ name: target, type: nofail ? 'wants' : 'requires' } as const);
  linkVolume(context, unit, `dev-mapper-${escaped}.device`, wanted, source);
  return true;
}

/** parse_integrity_options: unknown words are passed over, bad values are not. */
function optionsAreKnown(context: GeneratorContext, options: string): boolean {
  const words = splitWords(options, { separators: ',', escapes: 'separators', selfEscape: true, keepEmpty: true });
  const algorithms = ['crc32', 'crc32c', 'sha1', 'sha256', 'hmac-sha256'];
  if (context.does('integrity-xxhash')) algorithms.push('xxhash64');
  if (context.does('integrity-more-hashes')) algorithms.push('hmac-sha512', 'phmac-sha256', 'phmac-sha512');
  return (words ?? ['integrity-algorithm=']).every((word) => {
    const [key, value = ''] = [word.split('=', 1)[0], word.slice(word.indexOf('=') + 1)];
    if (!word.includes('=')) return true;
    if (key === 'journal-watermark') return /^\d+%$/.test(value) && Number.parseInt(value, 10) <= 100;
    if (key === 'journal-commit-time') return parseTimeSpan(value) !== undefined;
    return key !== 'integrity-algorithm' || algorithms.includes(value);
  });
}
