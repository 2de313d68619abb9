/**
 * Each key with values of its kind, one unit a value: which of them a version's verify takes, kept for the test. It writes
 * recorded/values-VERSION.json.gz:   npx tsx test/conformance/verify/grid.ts [--root DIR --version N]
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { ignoredValues } from '../../../src/audit/values/ignored-values.ts';
import { keysOf } from '../../../src/audit/written-keys.ts';
import { behaviours } from '../../../src/behaviours/does.ts';
import type { BootNode, Setting, UnitType } from '../../../src/graph/model.ts';
import { fatalProblem } from '../../../src/systemd/fatal-settings.ts';
import { expandSpecifiers } from '../../../src/systemd/specifiers.ts';
import { rootVerifier, thisVerifier, type Verifier } from './machine.ts';
import { RECORDED } from './recorded.ts';
import { valuesByKey } from './values.ts';

/** `Service.Nice`, and the values that systemd took and refused. */
export interface Recordings {
  readonly version: number;
  readonly keys: readonly (readonly [key: string, taken: readonly string[], refused: readonly string[]])[];
}

/** Taken, with a word of warning that is another rule's. */
const WARNED = /is unsafe|is obsolete|legacy directory|no longer supported|; please use|not safe|Special user/;
const PER_RUN = 4000;

function ask(base: string, verifier: Verifier): Recordings {
  const cells = valuesByKey(verifier.version).flatMap(([key, values]) => values.map((value) => ({ key, value })));
  const refused = new Set<number>();
  for (let from = 0; from < cells.length; from += PER_RUN) {
    rmSync(base, { recursive: true, force: true });
    mkdirSync(`${base}/etc/systemd/system`, { recursive: true });
    const units = cells.slice(from, from + PER_RUN).map(({ key, value }, i) => {
      const [section = '', name = ''] = key.split('.');
      const unit = `g${from + i}.${section === 'Unit' ? 'target' : section.toLowerCase()}`;
      writeFileSync(`${base}/etc/systemd/system/${unit}`, `[${section}]\n${name}=${value}\n`);
      return unit;
    });
    for (const line of verifier.verify(base, units)) {
      const [, number, message = ''] = /^\/etc\/systemd\/system\/g(\d+)\.\w+:2: (.*)$/.exec(line) ?? [];
      if (number !== undefined && !WARNED.test(message)) refused.add(Number(number));
    }
  }
  const keys = new Map<string, { taken: string[]; refused: string[] }>();
  for (const [i, { key, value }] of cells.entries()) {
    const lists = keys.get(key) ?? { taken: [], refused: [] };
    lists[refused.has(i) ? 'refused' : 'taken'].push(value);
    keys.set(key, lists);
  }
  return { version: verifier.version, keys: [...keys].map(([key, { taken, refused: not }]) => [key, taken, not]) };
}

/** Whether we say that systemd refuses a value, the whole file with it or not. */
export function weRefuse(key: string, value: string, version: number): boolean {
  const [section = '', name = ''] = key.split('.');
  const type = (section === 'Unit' ? 'target' : section.toLowerCase()) as UnitType;
  const id = `g1.${type}`;
  const fragment = `/etc/systemd/system/${id}`;
  const setting: Setting = { section, key: name, value: value.trim(), file: fragment, line: 2 };
  const unit = { id, type, fragment, aliases: [], settings: [setting] } as unknown as BootNode;
  const expand = (text: string): string | undefined => {
    const made = expandSpecifiers(text, id, { fragment }, 'full');
    return 'text' in made ? made.text : undefined;
  };
  if (fatalProblem(setting, expand, behaviours(version)) !== undefined) return true;
  return [...ignoredValues(keysOf([unit], version), version, {})].length > 0;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values } = parseArgs({ options: { root: { type: 'string' }, version: { type: 'string', default: '252' } } });
  const verifier = values.root === undefined ? thisVerifier() : rootVerifier(values.root, Number(values.version));
  if (verifier === undefined) throw new Error('no systemd-analyze verify --root here');
  const base = mkdtempSync(join(tmpdir(), 'bootscope-verify-'));
  const recorded = ask(base, verifier);
  rmSync(base, { recursive: true });
  for (const [key, taken, refused] of recorded.keys) {
    for (const value of taken) if (weRefuse(key, value, verifier.version)) console.log(`taken:   ${key}=${value}`);
    for (const value of refused) if (!weRefuse(key, value, verifier.version)) console.log(`refused: ${key}=${value}`);
  }
  writeFileSync(
    new URL(`values-${verifier.version}.json.gz`, RECORDED),
    gzipSync(JSON.stringify(recorded), { level: 9 }),
  );
}
