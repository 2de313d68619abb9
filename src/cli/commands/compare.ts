import { compare as askCompare } from '../../answers/compare.ts';
import { dumpOf, recordedDump } from '../../answers/recorded.ts';
import type { OpenedRoot } from '../../open.ts';
import type { Dump } from '../../recorded/dump.ts';
import { compareText } from '../../report/compare.ts';
import { defineCommand, openFor } from '../command.ts';
import { UsageError } from '../errors.ts';
import { readUserFile } from '../read-file.ts';

export const compare = defineCommand({
  options: (yargs) =>
    yargs
      .positional('dump', { type: 'string', describe: `output of systemd-analyze dump; in a sosreport it is found` })
      .option('all', { type: 'boolean', default: false, describe: 'also what has no bearing on the boot' })
      .example('$0 -r /mnt/host compare host.dump', 'the files of a host beside its systemd-analyze dump')
      .example('$0 -r sosreport.tar.xz compare', 'a report carries its dump'),
  async run(args) {
    const opened = await openFor(args);
    const dump = dumpFor(args.dump, opened);
    const { compared, units: found } = askCompare(opened, dump, args.all);
    return {
      json: () => ({ format: 'bootscope/compare@1', compared, units: found }),
      text: (page) => compareText(found, compared, page),
      status: found.some(({ reason }) => reason === 'edited' || reason === 'link' || reason === 'unexplained') ? 1 : 0,
    };
  },
});

function dumpFor(file: string | undefined, opened: OpenedRoot): Dump {
  if (file !== undefined) return readUserFile(file, readDump);
  const recorded = recordedDump(opened);
  if (recorded === undefined)
    throw new UsageError(
      `no recorded dump in ${opened.graph.root}; name one: systemd-analyze dump > FILE, on that machine`,
    );
  const dump = readDump(recorded.text);
  if (typeof dump === 'string') throw new UsageError(`${recorded.file}: ${dump}`);
  return dump;
}

function readDump(text: string): Dump | string {
  return dumpOf(text) ?? 'no dump of systemd (systemd-analyze dump), nor systemctl show of its units: it names no unit';
}
