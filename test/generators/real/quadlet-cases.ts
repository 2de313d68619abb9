/** Random unit files of podman's quadlet. */
import type { CaseFile, GeneratorCase } from './case.ts';
import type { Random } from './random.ts';

const DIR = '/etc/containers/systemd';
const UNIT = [
  'Description=Some',
  'After=a.service db.container',
  'Wants=front.network',
  'Requires=gone.service',
  'Before=x.service\\\n  y.service',
  'BindsTo=data.volume',
  'After=nowhere.container',
  'DefaultDependencies=no',
];
const SERVICE = [
  'Restart=always',
  'Type=oneshot',
  'Type=simple',
  'KillMode=mixed',
  'KillMode=none',
  'User=x',
  'WorkingDirectory=/w',
];
const INSTALL = [
  'WantedBy=multi-user.target default.target',
  'RequiredBy=x.service',
  'Alias=other.service',
  'WantedBy=',
  'DefaultInstance=i',
];
const CONTAINER = [
  'Volume=data.volume:/data',
  'Volume=/srv/www:/www:ro',
  'Volume=./here:/h',
  'Volume=/anonymous',
  'Volume=plain:/p',
  'Volume=gone.volume:/g',
  'Volume=%h/x:/y',
  'Network=front.network',
  'Network=front.network:ip=10.0.0.1',
  'Network=host',
  'Network=gone.network',
  'Network=db.container',
  'Network=',
  'Pod=p.pod',
  'Pod=gone.pod',
  'StartWithPod=no',
  'Mount=type=bind,source=/srv/m,destination=/m',
  'Mount=type=volume,src=data.volume,dst=/v',
  'Mount=type=tmpfs,destination=/t',
  'Mount=type=image,source=base.image,destination=/i',
  'Group=1',
  'User=1',
  'Rootfs=/var/lib/r',
  'Environment=A=b',
  'Exec=sleep 1',
];
const IMAGES = ['docker.io/library/x', 'base.image', 'local.build', 'gone.image', ''];

export function quadletCase(random: Random): GeneratorCase {
  const files = new Map<string, CaseFile>();
  const sections = (...parts: readonly (readonly [name: string, lines: readonly string[]])[]): string =>
    parts
      .filter(([, lines]) => lines.length > 0)
      .map(([name, lines]) => `[${name}]\n${lines.join('\n')}\n`)
      .join('\n');
  const around = (own: readonly [string, readonly string[]]): string =>
    sections(
      ['Unit', random.some(UNIT, 2)],
      own,
      ['Quadlet', random.chance(0.15) ? ['DefaultDependencies=false'] : []],
      ['Service', random.some(SERVICE, 1)],
      ['Install', random.some(INSTALL, 2)],
    );
  const maybe = (name: string, chance: number, group: string, lines: readonly string[]): void => {
    if (random.chance(chance)) files.set(`${DIR}/${name}`, { content: around([group, lines]) });
  };
  for (const name of ['web', 'db', 'tt@', 'tt@one'])
    maybe(`${name}.container`, name === 'web' ? 1 : 0.6, 'Container', [
      `Image=${random.pick(IMAGES)}`,
      ...random.some(CONTAINER, 4),
    ]);
  maybe(
    'data.volume',
    0.7,
    'Volume',
    random.some(['VolumeName=w', 'Device=/dev/x', 'Type=bind', 'Options=o', 'Driver=image', 'Image=base.image'], 3),
  );
  maybe(
    'front.network',
    0.7,
    'Network',
    random.some(['Subnet=10.1.0.0/24', 'Gateway=10.1.0.1', 'NetworkName=n', 'ServiceName=my-net'], 3),
  );
  maybe('base.image', 0.7, 'Image', random.some(['Image=docker.io/b', 'ServiceName=fetch'], 2));
  maybe('local.build', 0.7, 'Build', [
    'ImageTag=localhost/l',
    ...random.some(
      [
        'SetWorkingDirectory=unit',
        'File=/srv/Containerfile',
        'SetWorkingDirectory=file',
        'SetWorkingDirectory=/ctx',
        'SetWorkingDirectory=rel/ctx',
        'Volume=/b:/b',
      ],
      2,
    ),
  ]);
  maybe('p.pod', 0.7, 'Pod', random.some(['PodName=pp', 'Network=front.network', 'Volume=data.volume:/x'], 2));
  maybe(
    'k.kube',
    0.5,
    'Kube',
    random.some(
      [
        'Yaml=/etc/k.yml',
        'Yaml=k.yml',
        'SetWorkingDirectory=yaml',
        'SetWorkingDirectory=unit',
        'Network=front.network',
      ],
      3,
    ),
  );
  if (random.chance(0.3))
    files.set(`${DIR}/web.container.d/10.conf`, {
      content: sections(['Unit', random.some(UNIT, 2)], ['Container', random.some(CONTAINER, 1)]),
    });
  if (random.chance(0.3))
    files.set(`${DIR}/tt@.container.d/20.conf`, { content: sections(['Unit', ['Wants=of-the-template.service']]) });
  if (random.chance(0.3))
    files.set(`${DIR}/sub/inner.container`, { content: sections(['Container', ['Image=docker.io/i']]) });
  if (random.chance(0.3))
    files.set(`${DIR}/users/own.container`, { content: sections(['Container', ['Image=docker.io/i']]) });
  if (random.chance(0.3))
    files.set('/usr/share/containers/systemd/db.container', {
      content: sections(['Container', ['Image=docker.io/vendor']]),
    });
  return { files, cmdline: '' };
}
