/** Users and groups that a unit may run as, by the files of a root; undefined: something that is no file may know others. */
import type { BootNode, Setting } from '../graph/model.ts';
import type { OpenedRoot } from '../open.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { prefixOf } from '../systemd/unit-name.ts';
import { parseBoolean } from '../words/boolean.ts';
import { effective } from './context.ts';

export interface Accounts {
  readonly users: ReadonlySet<string>;
  readonly groups: ReadonlySet<string>;
}

/** What systemd knows by itself (user-util.c, get_user_creds). */
const ALWAYS = ['root', 'nobody', 'nogroup'];
const SYSUSERS = ['/etc', '/run', '/usr/local/lib', '/usr/lib'].map((folder) => `${folder}/sysusers.d`);
const USERDB = ['/etc', '/run', '/run/host', '/usr/local/lib', '/usr/lib'].map((folder) => `${folder}/userdb`);

/** Services of nsswitch.conf(5) that read files, and which; any other may know whom no file names. */
const SERVICES: ReadonlyMap<string, readonly string[]> = new Map([
  ['files', ['/etc']],
  ['compat', ['/etc']],
  ['altfiles', ['/usr/lib']],
  ['extrausers', ['/var/lib/extrausers']],
  ['systemd', []],
]);

/** Programs that make accounts on the running machine, of what a cloud or a first boot tells them; or whatever a line says. */
const MAKERS = /(^|[\s"'/;&|])(cloud-init|ignition|waagent|google_guest_agent|useradd|adduser|newusers)(?=$|[\s"';&|])/;

/** The line of a unit of this root that may make accounts which no file has yet. */
export function accountMaker({ graph }: Pick<OpenedRoot, 'graph'>): Setting | undefined {
  for (const { load, settings } of graph.nodes.values()) {
    const line =
      load === 'loaded' ? settings.find(({ key, value }) => /^Exec/.test(key) && MAKERS.test(value)) : undefined;
    if (line !== undefined) return line;
  }
  return undefined;
}

/** @returns undefined where the copy, or the machine's own configuration, cannot tell who exists */
export function knownAccounts(opened: OpenedRoot): Accounts | undefined {
  const { snapshot, capture } = opened;
  if (
    !capture.knows('users') ||
    !['/etc', '/usr/lib'].every((folder) => capture.wouldHold(`${folder}/sysusers.d/x.conf`))
  )
    return undefined;
  const users = named(snapshot, 'passwd');
  const groups = named(snapshot, 'group');
  if (users === undefined || groups === undefined) return undefined;
  const made = ofSysusers(snapshot);
  // Of both kinds: whoever has a user of their own has a group of that name.
  const own = [...dynamicUsers(opened), ...recordsIn(snapshot, ['/var/lib/systemd/home'], '.identity')];
  return {
    users: new Set([...ALWAYS, ...own, ...users, ...recordsIn(snapshot, USERDB, '.user'), ...made.users]),
    groups: new Set([...ALWAYS, ...own, ...groups, ...recordsIn(snapshot, USERDB, '.group'), ...made.groups]),
  };
}

function named(snapshot: Snapshot, database: 'passwd' | 'group'): readonly string[] | undefined {
  const line = new RegExp(`^${database}:(.*)`, 'm').exec(snapshot.read('/etc/nsswitch.conf') ?? '')?.[1] ?? 'files';
  const services = line
    .replace(/\[[^[\]]*\]|#.*/g, '')
    .split(/\s+/)
    .filter((word) => word !== '');
  const folders = services.map((service) => SERVICES.get(service));
  if (folders.includes(undefined)) return undefined;
  return folders
    .flat()
    .flatMap((folder) =>
      (snapshot.read(`${folder}/${database}`) ?? '').split('\n').map((entry) => entry.slice(0, entry.indexOf(':'))),
    );
}

/** Users that exist for as long as a unit with DynamicUser= runs; other units may run as them then (systemd.exec(5)). */
function dynamicUsers({ graph }: OpenedRoot): readonly string[] {
  return [...graph.nodes.values()].filter(isDynamic).map((unit) => {
    const user = effective(unit, 'Service', 'User').at(-1)?.value;
    return user || prefixOf(unit.id);
  });
}

export function isDynamic(unit: BootNode): boolean {
  const said = effective(unit, 'Service', 'DynamicUser').findLast(({ value }) => parseBoolean(value) !== undefined);
  return said !== undefined && parseBoolean(said.value) === true;
}

/** JSON user records (nss-systemd(8), systemd-homed.service(8)), by the names of their files. */
function recordsIn(snapshot: Snapshot, folders: readonly string[], suffix: string): readonly string[] {
  return folders
    .flatMap((folder) => snapshot.list(folder) ?? [])
    .flatMap(({ name }) => (name.endsWith(suffix) ? [name.slice(0, -suffix.length)] : []));
}

/** sysusers.d(5): who is made at boot at the latest; a user has a group of its name. */
function ofSysusers(snapshot: Snapshot): Accounts {
  const users = new Set<string>();
  const groups = new Set<string>();
  for (const folder of SYSUSERS)
    for (const { name: file } of snapshot.list(folder) ?? []) {
      if (!file.endsWith('.conf')) continue;
      for (const line of (snapshot.read(`${folder}/${file}`) ?? '').split('\n')) {
        const [kind = '', name = '', group = ''] = line
          .trim()
          .split(/\s+/)
          .map((word) => word.replace(/^"(.*)"$/, '$1'));
        if (/^[um]!?$/.test(kind)) users.add(name);
        if (/^[ug]!?$/.test(kind)) groups.add(name);
        if (kind === 'm') groups.add(group);
      }
    }
  return { users, groups };
}
