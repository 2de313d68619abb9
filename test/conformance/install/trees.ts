/** Seeded random roots that are about [Install]: aliases, templates, presets, links that are there already, masks. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { seededRandom } from '../../../src/engine/transaction/chance.ts';

export function writeInstallRoot(folder: string, seed: number): void {
  const random = seededRandom(seed);
  const chance = (probability: number): boolean => random() < probability;
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const vendor = '/usr/lib/systemd/system';
  const etc = '/etc/systemd/system';
  const write = (path: string, content: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  const link = (path: string, target: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    symlinkSync(target, join(folder, path));
  };
  mkdirSync(join(folder, etc), { recursive: true });
  mkdirSync(join(folder, 'opt'), { recursive: true });
  const names = [
    'a.service',
    'b.service',
    'c.service',
    't@.service',
    'u@.service',
    's.socket',
    'x.target',
    'y.target',
    'm.mount',
  ];
  const wanted = [
    'x.target',
    'y.target',
    'nowhere.target',
    'a.service',
    't@.service',
    't@i.service',
    '%p.target',
    'bad name',
  ];
  for (const name of names) {
    const lines = ['[Unit]', `Description=${name}`, '[Install]'];
    if (chance(0.6)) lines.push(`WantedBy=${pick(wanted)} ${pick(wanted)}`);
    if (chance(0.3)) lines.push(`RequiredBy=${pick(wanted)}`);
    if (chance(0.2)) lines.push(`UpheldBy=${pick(wanted)}`);
    if (chance(0.4))
      lines.push(
        `Alias=${pick(['other.service', 'other.socket', 'o@.service', 'o@i.service', name, 'x.target.wants/a.service', 'z.target'])}`,
      );
    if (chance(0.3)) lines.push(`Also=${pick(names)} ${pick(['gone.service', 'c.service'])}`);
    if (chance(0.4)) lines.push(`DefaultInstance=${pick(['one', 'two'])}`);
    if (chance(0.1)) lines.push('WantedBy=');
    const where = pick([vendor, vendor, vendor, etc]);
    if (chance(0.9)) write(`${where}/${name}`, `${lines.join('\n')}\n`);
    else if (chance(0.5)) link(`${etc}/${name}`, '/dev/null');
    else {
      write(`/opt/${name}`, `${lines.join('\n')}\n`);
      link(`${etc}/${name}`, `/opt/${name}`);
    }
    if (chance(0.15)) write(`${pick([vendor, etc])}/${name}.d/install.conf`, `[Install]\nWantedBy=${pick(wanted)}\n`);
  }
  const links: readonly [string, string][] = [
    [`${etc}/x.target.wants/a.service`, `${vendor}/a.service`],
    [`${etc}/x.target.wants/b.service`, '../b.service'],
    [`${etc}/y.target.requires/t@one.service`, `${vendor}/t@.service`],
    [`${etc}/y.target.wants/gone.service`, `${vendor}/gone.service`],
    [`${etc}/alias.service`, `${vendor}/b.service`],
    [`${etc}/alias2.service`, 'alias.service'],
    [`${etc}/other.service`, `${vendor}/nothing.service`],
    [`${etc}/sub/deep.wants/c.service`, `${vendor}/c.service`],
    [`${vendor}/valias.service`, 'a.service'],
    [`${vendor}/valias@.service`, 't@.service'],
    [`${etc}/default.target`, `${vendor}/y.target`],
  ];
  for (const [path, target] of links) if (chance(0.4)) link(path, target);
  const rules = [
    'enable a.service',
    'disable b.*',
    'enable t@.service p q',
    'disable *.socket',
    'enable [xy].target',
    'ignore c.service',
    'disable *',
  ];
  write(`/usr/lib/systemd/system-preset/50-some.preset`, `${rules.filter(() => chance(0.5)).join('\n')}\n`);
  if (chance(0.3)) write(`/etc/systemd/system-preset/10-own.preset`, `${pick(rules)}\n`);
}
