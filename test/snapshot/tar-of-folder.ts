/** A folder as tar would pack it: for tests that compare an archive with its folder. */
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';

/** @param prefix put before every name: `./`, or `folder/` */
export async function tarOfFolder(folder: string, prefix: string): Promise<Buffer> {
  const packed = pack();
  const walk = (path: string): void => {
    for (const name of readdirSync(join(folder, path))) {
      const at = path === '' ? name : `${path}/${name}`;
      const stat = lstatSync(join(folder, at));
      const header = { name: prefix + at, mode: stat.mode & 0o7777, uid: stat.uid, gid: stat.gid, mtime: stat.mtime };
      if (stat.isSymbolicLink()) packed.entry({ ...header, type: 'symlink', linkname: readlinkSync(join(folder, at)) });
      else if (stat.isDirectory()) {
        packed.entry({ ...header, type: 'directory' });
        walk(at);
      } else packed.entry(header, readFileSync(join(folder, at)));
    }
  };
  walk('');
  packed.finalize();
  return buffer(packed as unknown as Readable);
}
