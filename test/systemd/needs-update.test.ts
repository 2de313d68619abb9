import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, test } from 'vitest';
import { openFolder, openTree } from '../../src/open.ts';
import { READ_WHOLE } from '../../src/reads.ts';
import { readArchive } from '../../src/snapshot/archive/open-archive.ts';
import { tarOfFolder } from '../snapshot/tar-of-folder.ts';

const work = mkdtempSync(join(tmpdir(), 'bootscope-updated-'));
afterAll(() => rmSync(work, { recursive: true }));

const FILES = {
  'usr/lib/systemd/systemd': 'systemd 252',
  'usr/lib/systemd/system/default.target': '[Unit]\nWants=u.service\nDefaultDependencies=no\n',
  'usr/lib/systemd/system/u.service':
    '[Unit]\nConditionNeedsUpdate=/etc\nDefaultDependencies=no\n[Service]\nExecStart=/bin/true\n',
  'etc/.updated': '',
  'etc/os-release': 'ID=debian\n',
};

/** A root whose /usr and whose mark of the last update have these times. */
function root(usr: number, mark: number): string {
  const folder = mkdtempSync(join(work, 'root-'));
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  utimesSync(join(folder, 'etc/.updated'), mark, mark);
  utimesSync(join(folder, 'usr'), usr, usr);
  return folder;
}

const outcome = ({ graph }: ReturnType<typeof openTree>): string | undefined =>
  graph.nodes.get('u.service')?.checks?.outcome;

async function ofArchive(folder: string): Promise<string | undefined> {
  const bytes = await tarOfFolder(folder, './');
  return outcome(openTree(await readArchive(Readable.from([bytes]), 'root.tar', READ_WHOLE), 'root.tar'));
}

const ofFolder = (folder: string): string | undefined => outcome(openFolder(folder, { version: 252 }));

describe('ConditionNeedsUpdate= compares when /usr and the mark of the last update were changed', () => {
  const then = 1_700_000_000;
  test.each([
    ['/usr is newer by seconds', then + 60, then, 'met', 'met'],
    ['/usr is older by seconds', then, then + 60, 'skipped', 'skipped'],
    // systemd-update-done gives the mark the very time of /usr; an archive of whole seconds does not tell which was first.
    ['the times are the same', then + 0.5, then + 0.5, 'skipped', 'open'],
    ['/usr is newer by less than a second', then + 0.75, then + 0.25, 'met', 'open'],
    // What was written without fractions has lost them: the mark tells its own in its text.
    ['the mark has whole seconds', then + 0.75, then, 'open', 'open'],
  ])('%s', async (_, usr, mark, folder, archive) => {
    const made = root(usr, mark);
    expect([ofFolder(made), await ofArchive(made)]).toEqual([folder, archive]);
  });
});
