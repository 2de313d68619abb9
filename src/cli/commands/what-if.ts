import { basename } from 'node:path';
import { FAILURES, type FailureMode, impact } from '../../answers/impact.ts';
import { unitNamed } from '../../answers/names.ts';
import { type Hypotheses, whatIf } from '../../answers/what-if.ts';
import { versionText } from '../../behaviours/version.ts';
import { impactJson, impactText } from '../../report/impact.ts';
import { whatIfJson, whatIfText } from '../../report/what-if.ts';
import { lexicalPath } from '../../snapshot/lexical.ts';
import { isUnitName } from '../../systemd/unit-name.ts';
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
    if (systemdVersion !== undefined) {
      const [then, now] = [versionText(systemdVersion), versionText(opened.build)];
      supposed.push(
        opened.graph.init.version === null
          ? `systemd is version ${then}`
          : then === now
            ? `systemd is version ${now}, as it is`
            : `systemd is version ${then}, not ${now}`,
      );
    }
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

/** A unit's name, or the path of its file within the root, as `systemctl enable` takes both. */
function unitFile(name: string): string {
  if (!name.includes('/')) return named(name);
  if (!isUnitName(basename(name))) throw new UsageError(`"${basename(name)}" is no unit name`);
  return lexicalPath(name.startsWith('/') ? name : `/${name}`);
}

/** As systemctl completes names: a service, unless it says otherwise. */
function named(name: string, type = 'service'): string {
  const full = isUnitName(name) ? name : `${name}.${type}`;
  if (!isUnitName(full)) throw new UsageError(`"${name}" is no unit name`);
  return full;
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
