/** postgresql-common's postgresql-generator: clusters whose start.conf says "auto" are wanted by postgresql.service. */
import type { GeneratorContext } from './context.ts';

const CLUSTERS = '/etc/postgresql';

export function postgresql({ snapshot, output }: GeneratorContext): void {
  for (const { name: version } of snapshot.list(CLUSTERS) ?? [])
    for (const { name: cluster } of snapshot.list(`${CLUSTERS}/${version}`) ?? []) {
      const dir = `${CLUSTERS}/${version}/${cluster}`;
      if (snapshot.lstat(`${dir}/postgresql.conf`) === undefined) continue;
      const start = snapshot.read(`${dir}/start.conf`);
      const words = start
        ?.split('\n')
        .map((line) => line.replace(/#.*/, '').trim())
        .filter((line) => line !== '')
        .join('\n');
      if (words !== undefined && words !== 'auto') continue;
      const server = snapshot.stat(`/usr/lib/postgresql/${version}/bin/postgres`);
      if (server === undefined || (server.mode & 0o111) === 0) continue;
      const source = { file: start === undefined ? `${dir}/postgresql.conf` : `${dir}/start.conf` };
      const unit = '/lib/systemd/system/postgresql@.service';
      output.dependency(
        'normal',
        'postgresql.service',
        'wants',
        unit,
        source,
        `postgresql@${version}-${cluster}.service`,
      );
    }
}
