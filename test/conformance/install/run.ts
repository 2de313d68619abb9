/**
 * `tsx test/conformance/install/run.ts ROOT VERSION [own]`: every unit of a root enabled, disabled, masked, unmasked, by the
 * machine's systemctl or the root's own. `random:SEED` for ROOT: a root of our own making (`own`, then, names one with a systemctl).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareOperations, operationsFor } from './compare.ts';
import { copyUnits, runOperations } from './oracle.ts';
import { writeInstallRoot } from './trees.ts';

const [root = '', version = '252', whose] = process.argv.slice(2);
const copy = mkdtempSync(join(tmpdir(), 'bootscope-install-'));
try {
  if (root.startsWith('random:')) writeInstallRoot(copy, Number(root.slice(7)));
  else copyUnits(root, copy);
  const operations = operationsFor(copy, Number(version));
  const runs = runOperations(copy, operations, whose === 'own' ? root : whose);
  const { differences, refused } = compareOperations(copy, Number(version), runs);
  for (const line of differences.slice(0, 40)) console.log(line);
  console.log({
    root,
    version,
    operations: runs.length,
    refused,
    different: new Set(differences.map((d) => d.split(':')[0])).size,
  });
  process.exitCode = differences.length > 0 ? 1 : 0;
} finally {
  rmSync(copy, { recursive: true });
}
