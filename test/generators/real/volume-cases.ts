/** Random crypttab, veritytab and integritytab files, and the command lines that go with them. */
import type { CaseFile, GeneratorCase } from './case.ts';
import type { Random } from './random.ts';

const UUIDS = [
  '0a1b2c3d-0000-4444-8888-0123456789ab',
  'ffffffff-eeee-dddd-cccc-bbbbbbbbbbbb',
  '0123456789abcdef0123456789abcdef',
];
const NAMES = [
  'root',
  'usr',
  'home',
  'swap',
  'data-1',
  'a.b',
  'we%ird',
  'ünï',
  'x@y',
  'home',
  `luks-${UUIDS[0]}`,
  '.dot',
  'q"uote',
  'sl/ash',
];
const DEVICES = [
  ...[
    '/dev/sda1',
    '/dev/mapper/vg-x',
    `UUID=${UUIDS[0]}`,
    `UUID=${UUIDS[1]}`,
    `/dev/disk/by-uuid/${UUIDS[0]}`,
    'LABEL=My\\x20Data',
  ],
  ...[
    'PARTUUID=77',
    '/srv/image.img',
    '/var/lib/a%b',
    'relative',
    '/dev/../x',
    '/dev/null',
    'none',
    '/dev/loop0',
    '/dev',
  ],
];
const KEYS = [
  ...[
    'none',
    '-',
    '/etc/keys/a',
    '/dev/urandom',
    '/dev/random',
    '/dev/sdk1',
    'LABEL=keys',
    '/key:/dev/sdk1',
    '/key:LABEL=usb',
    '/key:UUID=9',
  ],
  ...[
    '/a:b:c',
    '/run/x%y',
    '/dev//urandom',
    '/dev/null',
    '/sys/key',
    'keyfile',
    ':/dev/sdk',
    '/dev/hwrng',
    '/dev/../k',
  ],
];
const CRYPT_OPTIONS = [
  ...[
    'luks',
    'plain',
    'swap',
    'tmp',
    'tmp=xfs',
    'tmp=we%ird',
    'nofail',
    'fail',
    'noauto',
    'auto',
    '_netdev',
    'discard',
    'x-initrd.attach',
  ],
  ...[
    'header=/etc/hdr',
    'header=/hdr:/dev/sdh1',
    'header=/hdr:LABEL=h',
    'header=/dev/sdh',
    'header',
    'header=',
    'keyfile-timeout=10s',
  ],
  ...[
    'x-systemd.device-timeout=30',
    'x-systemd.device-timeout=bad',
    'tpm2-device=auto',
    'fido2-device=auto',
    'pkcs11-uri=auto',
    'cipher=aes\\,x',
  ],
  ...[
    'readonly',
    'timeout=5',
    'key-slot=1',
    'verify',
    'tcrypt',
    'size=256',
    'keyfile-timeout=bad',
    'none',
    'header=none',
    'a\\b',
  ],
];
const DEADLY = ['x-systemd.device-timeout', 'keyfile-timeout'];
const LUKS = [
  ...[
    'luks=0',
    'luks',
    'luks.crypttab=0',
    'luks.crypttab=no',
    `luks.uuid=${UUIDS[0]}`,
    `luks.uuid=luks-${UUIDS[1]}`,
    'luks.uuid',
    'rd.luks=0',
  ],
  ...[
    `luks.name=${UUIDS[0]}=named`,
    `luks.name=${UUIDS[1]}=home`,
    'luks.name=bad',
    `luks.options=${UUIDS[0]}=discard,header=/h:/dev/sdh`,
  ],
  ...[
    'luks.options=nofail',
    `luks.key=${UUIDS[0]}=/k:/dev/sdk`,
    `luks.key=${UUIDS[1]}=/etc/k`,
    'luks.key=/default/key',
    `luks.data=${UUIDS[0]}=/dev/sdd`,
  ],
  ...[
    'luks.key=zz=/k',
    'luks.options=12=x',
    `luks.options=${UUIDS[2]}=noauto`,
    `luks.uuid=${UUIDS[2]}`,
    `rd.luks.uuid=${UUIDS[0]}`,
    'luks.data=LABEL=x',
  ],
];
const HASHES = ['', 'abcd', '0123456789abcdef0123456789abcdef', `${'0123456789ABCDEF'.repeat(4)}`, 'nothex', 'aa bb'];
const VERITY = [
  ...[
    'systemd.verity=0',
    'systemd.verity',
    'veritytab=0',
    ...HASHES.map((hash) => `roothash=${hash}`),
    ...HASHES.map((hash) => `usrhash=${hash}`),
  ],
  ...[
    'systemd.verity_root_data=/dev/sda',
    'systemd.verity-root-hash=/dev/sdb',
    'systemd.verity_root_options=x,y',
    'systemd.verity_usr_data=LABEL=u',
  ],
  ...['systemd.verity_usr_hash=/dev/sdv', 'systemd.verity_usr_options=a%b', 'roothash', 'rd.systemd.verity=0'],
];
const VERITY_OPTIONS = [
  'nofail',
  'noauto',
  '_netdev',
  'x-initrd.attach',
  'ignore-corruption',
  'superblock=0',
  'root-hash-signature=/a',
  'auto',
  'fail',
];
const INTEGRITY_OPTIONS = [
  ...[
    'allow-discards',
    'mode=journal',
    'mode=odd',
    'journal-watermark=50%',
    'journal-watermark=500%',
    'journal-commit-time=5s',
    'journal-commit-time=x',
  ],
  ...[
    'data-device=/dev/x',
    'integrity-algorithm=crc32c',
    'integrity-algorithm=xxhash64',
    'integrity-algorithm=md5',
    'nofail',
    'noauto',
    '_netdev',
    'unknown',
  ],
  ...['integrity-algorithm=hmac-sha512', 'journal-watermark=07%', 'journal-watermark=5'],
];

export function crypttabCase(random: Random): GeneratorCase {
  const pool = random.chance(0.04) ? DEADLY : CRYPT_OPTIONS;
  const line = (): readonly string[] => {
    const options = [random.pick(pool), ...random.some(CRYPT_OPTIONS, 3)].join(random.chance(0.05) ? ',,' : ',');
    return [random.pick(NAMES), random.pick(DEVICES), random.pick(KEYS), options, 'extra'];
  };
  return tabCase(random, '/etc/crypttab', line, 4, LUKS);
}

export function veritytabCase(random: Random): GeneratorCase {
  const hash = (): string => random.pick(['ab12', 'we%ird', '-']);
  const line = (): readonly string[] => [
    ...[random.pick(NAMES), random.pick(DEVICES), random.pick(DEVICES), hash()],
    [random.pick(VERITY_OPTIONS), ...random.some(VERITY_OPTIONS, 3)].join(','),
  ];
  return tabCase(random, '/etc/veritytab', line, 5, VERITY);
}

export function integritytabCase(random: Random): GeneratorCase {
  const line = (): readonly string[] => [
    ...[random.pick(NAMES), random.pick(DEVICES), random.pick(['-', '-', '/etc/key', 'relative', '/a%b'])],
    ['allow-discards', ...random.some(INTEGRITY_OPTIONS, 2)].join(','),
  ];
  return tabCase(random, '/etc/integritytab', line, 4, ['quiet', 'fstab=0']);
}

export function clonetabCase(random: Random): GeneratorCase {
  const device = (): string =>
    random.pick([...DEVICES, '/dev/sdb', '/dev/mapper/v-w', '/dev/sdc%', '/dev/a//b', '/dev/sdd/']);
  const line = (): readonly string[] => [
    random.pick(NAMES),
    device(),
    device(),
    device(),
    random.pick(['-', 'a,b', 'x%y']),
  ];
  return tabCase(random, '/etc/clonetab', line, 5, ['quiet']);
}

function tabCase(
  random: Random,
  path: string,
  line: () => readonly string[],
  most: number,
  words: readonly string[],
): GeneratorCase {
  const lines: string[] = [];
  for (let n = random.below(4); n >= 0; n--) {
    const cut = random.chance(0.3) ? random.below(most + 1) + 1 : most;
    const odd = random.chance(0.05) ? random.pick(['', '# comment', '   # indented', '\t', 'one']) : undefined;
    lines.push(
      odd ??
        line()
          .slice(0, cut)
          .join(random.pick([' ', '\t', '  \t '])) + random.pick(['', '', ' ', '\r']),
    );
  }
  const files = new Map<string, CaseFile>([[path, { content: `${lines.join('\n')}\n` }]]);
  return { files, cmdline: (random.chance(0.5) ? [] : random.some(words, 5)).join(' ') };
}
