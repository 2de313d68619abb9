/** Generators that a support tool listed by name: `ls -lR /lib/systemd` in a sosreport, which has none of the programs themselves. */
import type { Snapshot } from '../snapshot/snapshot.ts';

export interface ListedGenerators {
  /** The listing. */
  readonly file: string;
  readonly names: readonly string[];
}

const FOLDER = '/sos_commands/systemd';
/** A section of `ls -R` that names the folder, then lines that end with a name; a program has an x bit (sos 4.8 adds a label column). */
const SECTION = /^(?:\/usr)?\/lib\/systemd\/system-generators:$/;
const PROGRAM = /^-[rwsS-]{2}[xs]\S*\s(?:.*\s)?(\S+)$/;
const LINK = /^l\S*\s.*\s(\S+) -> (\S+)$/;

/** @returns undefined: nothing lists the folder of generators */
export function listedGenerators(snapshot: Snapshot): ListedGenerators | undefined {
  for (const { name } of snapshot.list(FOLDER) ?? []) {
    if (!/^ls_/.test(name)) continue;
    const file = `${FOLDER}/${name}`;
    const lines = (snapshot.read(file) ?? '').split('\n');
    const at = lines.findIndex((line) => SECTION.test(line));
    if (at < 0) continue;
    const names: string[] = [];
    for (const line of lines.slice(at + 1)) {
      if (line === '') break;
      const found = PROGRAM.exec(line)?.[1];
      const [, link, target] = LINK.exec(line) ?? [];
      if (found !== undefined) names.push(found);
      else if (link !== undefined && target !== '/dev/null') names.push(link);
    }
    return { file, names };
  }
  return undefined;
}
