import { basename } from 'node:path';
import { FAILURES, type FailureMode, impact } from '../../answers/impact.ts';
import { fileSpelt, nameSpelt, unitNamed } from '../../answers/names.ts';
import { type Hypotheses, whatIf } from '../../answers/what-if.ts';
import { impactJson, impactText } from '../../report/impact.ts';
import { supposedVersion, whatIfJson, whatIfText } from '../../report/what-if.ts';
import { defineCommand, openFor } from '../command.ts';
import { UsageError } from '../errors.ts';
import { versionOption } from '../global-options.ts';
import { readUserFile } from '../read-file.ts';

/** In the order in which they are done: presets first, then what is said of single units. */
const VERBS = [
  ['unmask', 'unmasked'],
  ['enable', 'enabled'],
  ['disable', 'disabled'],
  ['mask', 'masked'],
] as const;

export const whatIfCommand = defineCommand({
  options: (yargs) =>
    yargs
      .option('mask', { type: 'string', array: true, describe: 'units to mask' })
      .option('unmask', { type: 'string', array: true, describe: 'units to unmask' })
      .option('enable', { type: 'string', array: true, describe: 'units to enable, as systemctl does' })
      .option('disable', { type: 'string', array: true, describe: 'units to disable' })
      .option('preset-all', { type: 'boolean', default: false, describe: 'enable and disable all by the presets' })
      .option('add-drop-in', { type: 'string', array: true, describe: 'UNIT=FILE: a drop-in for UNIT' })
      .option('fail', {
        type: 'string',
        describe: 'UNIT[=failed|timeout|skipped|missing]: a unit that does not come up',
      })
      .option('default-target', { type: 'string', describe: 'the target to boot into' })
      .example('$0 what-if --mask ssh', 'what is lost without ssh.service')
      .example('$0 what-if --systemd-version 260', 'what an upgrade of systemd changes'),
  async run(args) {
    const { cmdline, ...rest } = args;
    const systemdVersion = versionOption(args);
    const opened = await openFor({ ...rest, systemdVersion: undefined, cmdline: undefined }, undefined, args);
    if (args.fail !== undefined) {
      const { unit, mode } = failure(args.fail);
      const answer = impact(opened, unitNamed(opened.graph, unit), mode);
      return { json: () => impactJson(answer), text: (page) => impactText(opened, answer, page) };
    }
    const operations: Hypotheses['operations'][number][] = [];
    const supposed: string[] = [];
    if (args['preset-all']) {
      operations.push({ verb: 'preset-all', names: [] });
      supposed.push('all units are as the presets say');
    }
    for (const [verb, words] of VERBS) {
      const names = args[verb]?.map((name) => (verb === 'enable' ? unitFile(name) : named(basename(name))));
      if (names === undefined || names.length === 0) continue;
      operations.push({ verb, names });
      supposed.push(`${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} ${words}`);
    }
    if (args['default-target'] !== undefined) {
      const target = named(args['default-target'], 'target');
      operations.push({ verb: 'set-default', names: [target] });
      supposed.push(`${target} is the default target`);
    }
    const dropIns = (args['add-drop-in'] ?? []).map((text) => {
      const cut = text.indexOf('=');
      if (cut <= 0) throw new UsageError(`--add-drop-in ${text}: write UNIT=FILE`);
      const [unit, file] = [named(text.slice(0, cut)), text.slice(cut + 1)];
      const name = basename(file).endsWith('.conf') ? basename(file) : `${basename(file)}.conf`;
      supposed.push(`${unit} has the drop-in ${name}`);
      return { unit, name, content: readUserFile(file, (content) => ({ content })).content };
    });
    if (systemdVersion !== undefined) supposed.push(supposedVersion(systemdVersion, opened));
    if (cmdline !== undefined) supposed.push(`the kernel command line is "${cmdline}"`);
    if (supposed.length === 0)
      throw new UsageError(
        'say what would change: --mask, --unmask, --enable, --disable, --preset-all, --add-drop-in, --default-target, --systemd-version, --cmdline or --fail',
      );
    const result = whatIf(opened, {
      operations,
      dropIns,
      ...(systemdVersion === undefined ? {} : { version: systemdVersion }),
      ...(cmdline === undefined ? {} : { cmdline }),
    });
    const answer = { supposed, result };
    return { json: () => whatIfJson(answer), text: (page) => whatIfText(answer, page) };
  },
});

function unitFile(name: string): string {
  return fileSpelt(name) ?? noName(basename(name));
}

function named(name: string, type = 'service'): string {
  return nameSpelt(name, type) ?? noName(name);
}

function noName(name: string): never {
  throw new UsageError(`"${name}" is no unit name`);
}

/** `UNIT`, or `UNIT=skipped`. */
function failure(text: string): { readonly unit: string; readonly mode: FailureMode } {
  const cut = text.lastIndexOf('=');
  if (cut < 0) return { unit: text, mode: 'failed' };
  const word = text.slice(cut + 1);
  const mode = FAILURES.find((known) => known === word);
  if (mode === undefined) throw new UsageError(`--fail ${text}: "${word}" is none of ${FAILURES.join(', ')}`);
  return { unit: text.slice(0, cut), mode };
}
