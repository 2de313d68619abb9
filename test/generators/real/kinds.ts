/** Which random inputs go to which generators. */
import { bootCase } from './boot-cases.ts';
import type { GeneratorCase } from './case.ts';
import { crontabCase } from './crontab-cases.ts';
import { fstabCase } from './fstab-cases.ts';
import { netplanCase } from './netplan-cases.ts';
import { quadletCase } from './quadlet-cases.ts';
import type { Random } from './random.ts';
import { sysvCase } from './sysv-cases.ts';
import { instancesCase, lvmCase, nfsCase, swiftCase } from './third-party-cases.ts';
import { clonetabCase, crypttabCase, integritytabCase, veritytabCase } from './volume-cases.ts';
import { zramCase } from './zram-cases.ts';

export interface Kind {
  readonly make: (random: Random) => GeneratorCase;
  readonly generators: readonly string[];
}

export const KINDS = {
  fstab: { make: fstabCase, generators: ['systemd-fstab-generator'] },
  crypttab: { make: crypttabCase, generators: ['systemd-cryptsetup-generator'] },
  veritytab: { make: veritytabCase, generators: ['systemd-veritysetup-generator'] },
  integritytab: { make: integritytabCase, generators: ['systemd-integritysetup-generator'] },
  clonetab: { make: clonetabCase, generators: ['systemd-clonesetup-generator'] },
  sysv: { make: sysvCase, generators: ['systemd-sysv-generator'] },
  boot: {
    make: bootCase,
    generators: [
      'systemd-debug-generator',
      'systemd-factory-reset-generator',
      'systemd-rc-local-generator',
      'systemd-run-generator',
      'systemd-ssh-generator',
      'systemd-system-update-generator',
    ],
  },
  nfs: { make: nfsCase, generators: ['nfs-server-generator', 'rpc-pipefs-generator'] },
  lvm: { make: lvmCase, generators: ['lvm2-activation-generator'] },
  crontab: { make: crontabCase, generators: ['systemd-crontab-generator'] },
  netplan: { make: netplanCase, generators: ['netplan'] },
  swift: { make: swiftCase, generators: ['swift-object-generator'] },
  zram: { make: zramCase, generators: ['zram-generator'] },
  quadlet: { make: quadletCase, generators: ['podman-system-generator'] },
  instances: { make: instancesCase, generators: ['openvpn-generator', 'postgresql-generator', 'tor-generator'] },
} as const satisfies Record<string, Kind>;

export type KindName = keyof typeof KINDS;
