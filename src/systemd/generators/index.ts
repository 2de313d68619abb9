/** What systemd's generators would write at boot (systemd.generator(7)), from files and the kernel command line alone. */
import type { Diagnostic } from '../../graph/model.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { GeneratedFile } from '../unit-source.ts';
import type { GeneratorContext } from './context.ts';
import { fstab } from './fstab.ts';
import { openvpn, postfix, tor } from './instances.ts';
import { collectOutput, SLOT_DIRECTORY } from './output.ts';
import { postgresql } from './postgresql.ts';
import { rcLocal, systemUpdate } from './simple.ts';
import { ssh } from './ssh.ts';
import { sysv } from './sysv.ts';

const MODELLED = {
  'openvpn-generator': openvpn,
  'postfix-instance-generator': postfix,
  'tor-generator': tor,
  'postgresql-generator': postgresql,
  'systemd-rc-local-generator': rcLocal,
  'systemd-system-update-generator': systemUpdate,
  'systemd-sysv-generator': sysv,
} as const;

/** True where the root holds what generators wrote at its last boot: that is then used as it is. */
export function hasCapturedGenerators(snapshot: Snapshot): boolean {
  return Object.values(SLOT_DIRECTORY).some((dir) => (snapshot.list(dir) ?? []).length > 0);
}

/** Files and links of the generators that the root has; one diagnostic names each that is not modelled. */
export function runGenerators(
  snapshot: Snapshot,
  context: GeneratorContext,
): { readonly files: readonly GeneratedFile[]; readonly diagnostics: readonly Diagnostic[] } {
  const collected = collectOutput();
  for (const [name, file] of installed(snapshot)) {
    // Init scripts and rc.local lost their generators with v260.
    if (context.version >= 260 && /^systemd-(sysv|rc-local)-generator$/.test(name)) continue;
    const output = collected.outputFor(name);
    if (name === 'systemd-fstab-generator') fstab(snapshot, output, context);
    else if (name === 'systemd-ssh-generator') ssh(snapshot, output, context);
    else if (Object.hasOwn(MODELLED, name)) MODELLED[name as keyof typeof MODELLED](snapshot, output);
    else {
      output.report({
        severity: 'notice',
        code: 'generator-not-modelled',
        message: `What ${name} would generate at boot is not computed.`,
        file,
      });
    }
  }
  return { files: collected.files(), diagnostics: collected.diagnostics() };
}

/** Executables by name; the first folder that has the name decides, and a mask (a link to /dev/null) hides it. */
function installed(snapshot: Snapshot): ReadonlyMap<string, string> {
  const seen = new Map<string, string | undefined>();
  for (const root of ['/run', '/etc', '/usr/local/lib', '/usr/lib', '/lib']) {
    const dir = `${root}/systemd/system-generators`;
    for (const { name } of snapshot.list(dir) ?? []) {
      if (seen.has(name)) continue;
      const file = `${dir}/${name}`;
      const stat = snapshot.readlink(file) === '/dev/null' ? undefined : snapshot.stat(file);
      seen.set(name, stat?.kind === 'file' && (stat.mode & 0o111) !== 0 && stat.size > 0 ? file : undefined);
    }
  }
  // A written sample holds no programs at all: it stands for a machine with systemd's own generators.
  if (seen.size === 0)
    for (const name of [
      'systemd-fstab-generator',
      'systemd-rc-local-generator',
      'systemd-system-update-generator',
      'systemd-sysv-generator',
    ])
      seen.set(name, `/usr/lib/systemd/system-generators/${name}`);
  const found = [...seen].filter((entry): entry is [string, string] => entry[1] !== undefined);
  return new Map(found.sort(([a], [b]) => (a < b ? -1 : 1)));
}
