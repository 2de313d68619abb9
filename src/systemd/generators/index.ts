/** What systemd's generators would write at boot (systemd.generator(7)), from files and the kernel command line alone. */

import { behaviours } from '../../behaviours/does.ts';
import { GENERATOR_FOLDERS } from '../../capture/holdings.ts';
import { listedGenerators } from '../../capture/listed-generators.ts';
import type { Diagnostic } from '../../graph/model.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { GeneratedFile } from '../unit-source.ts';
import { clonesetup } from './clonesetup.ts';
import { cloudInit, snapd } from './cloud-init.ts';
import { type Generator, type GeneratorOptions, generatorContext } from './context.ts';
import { crontab } from './crontab.ts';
import { cryptsetup } from './cryptsetup.ts';
import { debug } from './debug.ts';
import { fstab } from './fstab.ts';
import { insserv } from './insserv.ts';
import { openvpn, postfix, swiftObject, tor } from './instances.ts';
import { integritysetup } from './integritysetup.ts';
import { lvmActivation } from './lvm.ts';
import { blessBoot, dbus1, factoryReset, getty, gptAuto, hibernateResume, imds, imports, tpm2 } from './machine.ts';
import { netplan } from './netplan.ts';
import { nfsServer, rpcPipefs } from './nfs.ts';
import { collectOutput } from './output.ts';
import { postgresql } from './postgresql.ts';
import { quadlet } from './quadlet.ts';
import { run } from './run.ts';
import { rcLocal, systemUpdate } from './simple.ts';
import { ssh } from './ssh.ts';
import { sysv } from './sysv.ts';
import { veritysetup } from './veritysetup.ts';
import { zram } from './zram.ts';

const MODELLED: Readonly<Record<string, Generator>> = {
  'cloud-init-generator': cloudInit,
  'lvm2-activation-generator': lvmActivation,
  netplan,
  'nfs-server-generator': nfsServer,
  'openvpn-generator': openvpn,
  'podman-system-generator': quadlet,
  'postfix-instance-generator': postfix,
  'postgresql-generator': postgresql,
  'rpc-pipefs-generator': rpcPipefs,
  'snapd-generator': snapd,
  'swift-object-generator': swiftObject,
  'systemd-bless-boot-generator': blessBoot,
  'systemd-clonesetup-generator': clonesetup,
  'systemd-crontab-generator': crontab,
  'systemd-cryptsetup-generator': cryptsetup,
  'systemd-dbus1-generator': dbus1,
  'systemd-debug-generator': debug,
  'systemd-factory-reset-generator': factoryReset,
  'systemd-fstab-generator': fstab,
  'systemd-getty-generator': getty,
  'systemd-gpt-auto-generator': gptAuto,
  'systemd-hibernate-resume-generator': hibernateResume,
  'systemd-imds-generator': imds,
  'systemd-import-generator': imports,
  'systemd-insserv-generator': insserv,
  'systemd-integritysetup-generator': integritysetup,
  'systemd-rc-local-generator': rcLocal,
  'systemd-run-generator': run,
  'systemd-ssh-generator': ssh,
  'systemd-system-update-generator': systemUpdate,
  'systemd-sysv-generator': sysv,
  'systemd-tpm2-generator': tpm2,
  'systemd-veritysetup-generator': veritysetup,
  'tor-generator': tor,
  'zram-generator': zram,
};

/** The names of all that are computed here. */
export const GENERATOR_NAMES: readonly string[] = Object.keys(MODELLED);

/** Generators that came with systemd and left it again. */
const FOR_INIT_SCRIPTS: ReadonlySet<string> = new Set(['systemd-rc-local-generator', 'systemd-sysv-generator']);

/** A written sample holds no programs at all: it stands for a machine with systemd's own generators. */
const ASSUMED = [
  'systemd-cryptsetup-generator',
  'systemd-debug-generator',
  'systemd-fstab-generator',
  'systemd-integritysetup-generator',
  'systemd-rc-local-generator',
  'systemd-run-generator',
  'systemd-system-update-generator',
  'systemd-sysv-generator',
  'systemd-veritysetup-generator',
];

/** Files and links of the generators that the root has; one diagnostic names each that is not modelled. */
export function runGenerators(
  snapshot: Snapshot,
  options: GeneratorOptions,
): { readonly files: readonly GeneratedFile[]; readonly diagnostics: readonly Diagnostic[] } {
  const collected = collectOutput();
  const does = behaviours(options.version);
  for (const [name, file] of installed(snapshot)) {
    if (FOR_INIT_SCRIPTS.has(name) && !does('init-scripts-are-read')) continue;
    const output = collected.outputFor(name);
    const generator = Object.hasOwn(MODELLED, name) ? MODELLED[name] : undefined;
    if (generator !== undefined) generator(generatorContext(snapshot, output, options));
    else {
      const message = `What ${name} would generate at boot is not computed.`;
      output.report({ severity: 'notice', code: 'generator-not-modelled', message, file });
    }
  }
  return { files: collected.files(), diagnostics: collected.diagnostics() };
}

/** Executables by name; the first folder that has the name decides, and a mask (a link to /dev/null) hides it. */
function installed(snapshot: Snapshot): ReadonlyMap<string, string> {
  const seen = new Map<string, string | undefined>();
  for (const dir of GENERATOR_FOLDERS) {
    for (const { name } of snapshot.list(dir) ?? []) {
      if (seen.has(name)) continue;
      const file = `${dir}/${name}`;
      const stat = snapshot.readlink(file) === '/dev/null' ? undefined : snapshot.stat(file);
      seen.set(name, stat?.kind === 'file' && (stat.mode & 0o111) !== 0 && stat.size > 0 ? file : undefined);
    }
  }
  // A support tool lists them by name and copies none; those of /etc and /run are in its copy.
  const listed = listedGenerators(snapshot);
  for (const name of listed?.names ?? []) if (!seen.has(name)) seen.set(name, listed?.file);
  if (seen.size === 0) for (const name of ASSUMED) seen.set(name, `/usr/lib/systemd/system-generators/${name}`);
  const found = [...seen].filter((entry): entry is [string, string] => entry[1] !== undefined);
  return new Map(found.sort(([a], [b]) => (a < b ? -1 : 1)));
}
