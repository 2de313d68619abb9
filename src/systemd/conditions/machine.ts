/** Conditions on the machine (src/shared/condition.c): what files say of it, what the user assumes, and what only it knows. */

import { cmdlineItems, sameKey, switchValue } from '../../words/kernel-cmdline.ts';
import { parseBoolean } from '../values.ts';
import { firstWord } from '../words.ts';
import { copyArchitecture } from './architecture.ts';
import { compares, isInOrder, matchesPattern, parseOperator } from './compare.ts';
import { CONTAINERS } from './machine-words.ts';
import { type AssumptionKey, assumed, assumedList, type Supposed } from './supposed.ts';
import { type Finding, placeOf, type Test, type World } from './world.ts';

const IN_CONTAINER: ReadonlySet<string> = new Set(['container', ...CONTAINERS]);

/** What kind of machine is assumed; undefined: none is. */
export function virtualizationOf(assume: Supposed): 'none' | 'vm' | 'container' | undefined {
  const said = assumed(assume, 'virtualization');
  if (said === undefined) return undefined;
  return said === 'none' ? 'none' : IN_CONTAINER.has(said) ? 'container' : 'vm';
}

/** Tests by the name behind `Condition` or `Assert`. */
export const MACHINE_TESTS: Readonly<Record<string, Test>> = {
  KernelCommandLine: (world, word) => {
    if (world.cmdline === undefined) return { met: null, code: 'no-cmdline', what: word };
    const met = world.cmdline
      .split(/\s+/)
      .some((have) => have === word || (!word.includes('=') && have.startsWith(`${word}=`)));
    return { met, code: met ? 'on-cmdline' : 'not-on-cmdline', what: word };
  },
  KernelVersion: (world, text) => {
    const release = assumed(world.assume, 'kernel');
    if (release === undefined) return ask('kernel', text);
    for (const word of text.split(/\s+/)) {
      const made = parseOperator(word) ?? { operator: '$=' as const, rest: word };
      if (!compares(made.operator, release, made.rest)) return supposed(false, 'kernel', release);
    }
    return supposed(true, 'kernel', release);
  },
  Virtualization: virtualizationTest,
  Security: (world, word) => {
    const list = assumedList(world.assume, 'security');
    return list === undefined ? ask('security', word) : supposed(list.includes(word), 'security', list.join(','));
  },
  Capability: (world, word) => {
    const list = assumedList(world.assume, 'capability');
    if (list === undefined) return ask('capability', word);
    const met = list.includes('all') || list.some((have) => have.toUpperCase() === word.toUpperCase());
    return supposed(met, 'capability', list.join(','));
  },
  Host: hostTest,
  ACPower: (world, word) => {
    const wanted = parseBoolean(word);
    if (wanted === undefined) return BROKEN;
    const said = assumed(world.assume, 'ac-power');
    return said === undefined ? ask('ac-power', word) : supposed((said === 'yes') === wanted, 'ac-power', said);
  },
  Architecture: architectureTest,
  Firmware: (world, word) => {
    const said = assumed(world.assume, 'firmware');
    if (said === undefined || word.includes('(')) return ask('firmware', word);
    return supposed(said === word, 'firmware', said);
  },
  NeedsUpdate: needsUpdateTest,
  FirstBoot: firstBootTest,
  User: (world, word) => {
    if (world.scope === 'user') return { met: null, code: 'machine', what: word };
    return { met: ['root', '0', '@system'].includes(word), code: 'pid-1-is-root', what: word };
  },
  Group: (world, word) => {
    if (world.scope === 'user') return { met: null, code: 'machine', what: word };
    return { met: word === 'root' || word === '0', code: 'pid-1-is-root', what: word };
  },
  ControlGroupController: (world, word) => {
    const list = assumedList(world.assume, 'cgroup');
    if (list !== undefined) return supposed(list.includes(word), 'cgroup', list.join(','));
    if (world.does('unified-control-groups-only') && (word === 'v1' || word === 'v2'))
      return { met: word === 'v2', code: 'only-v2', what: word };
    return ask('cgroup', word);
  },
  CPUs: (world, text) => amountTest(world, 'cpus', text, 1),
  Memory: (world, text) => amountTest(world, 'memory', text, 1024),
  Environment: (world, word) => {
    const list = assumedList(world.assume, 'environment');
    if (list === undefined) return ask('environment', word);
    const met = list.some((have) => have === word || (!word.includes('=') && have.startsWith(`${word}=`)));
    return supposed(met, 'environment', list.join(','));
  },
  CPUFeature: (world, word) => {
    const list = assumedList(world.assume, 'cpu-feature');
    return list === undefined ? ask('cpu-feature', word) : supposed(list.includes(word), 'cpu-feature', word);
  },
  Credential: (world, word) => {
    const list = assumedList(world.assume, 'credential');
    return list === undefined ? ask('credential', word) : supposed(list.includes(word), 'credential', list.join(','));
  },
  OSRelease: osReleaseTest,
  MemoryPressure: pressureTest,
  CPUPressure: pressureTest,
  IOPressure: pressureTest,
};

const BROKEN: Finding = { met: false, code: 'broken', broken: true };

function ask(key: AssumptionKey, what: string): Finding {
  return { met: null, code: 'machine', what, assume: key };
}

function supposed(met: boolean, key: AssumptionKey, value: string): Finding {
  return { met, code: 'assumed', what: `${key}=${value}`, assume: key };
}

function pressureTest(world: World, what: string): Finding {
  const said = assumed(world.assume, 'pressure');
  return said === undefined ? ask('pressure', what) : supposed(said === 'low', 'pressure', said);
}

function virtualizationTest(world: World, word: string): Finding {
  const said = assumed(world.assume, 'virtualization');
  const kind = virtualizationOf(world.assume);
  if (said === undefined || kind === undefined || word === 'private-users') return ask('virtualization', word);
  const wanted = parseBoolean(word);
  if (wanted !== undefined) return supposed(wanted === (kind !== 'none'), 'virtualization', said);
  if (word === 'vm' || word === 'container') return supposed(word === kind, 'virtualization', said);
  // "vm" alone does not say which.
  if (said === 'vm' || said === 'container')
    return IN_CONTAINER.has(word) === (said === 'container')
      ? ask('virtualization', word)
      : supposed(false, 'virtualization', said);
  return supposed(word === said, 'virtualization', said);
}

function hostTest(world: World, word: string): Finding {
  const plain = word.replaceAll('-', '').toLowerCase();
  if (/^[0-9a-f]{32}$/.test(plain)) {
    const { machineId } = world.host;
    if (machineId === undefined || machineId === 'uninitialized') return { met: null, code: 'machine', what: word };
    return {
      met: machineId.replaceAll('-', '') === plain,
      code: 'machine-id',
      what: machineId,
      file: '/etc/machine-id',
    };
  }
  const said = assumed(world.assume, 'hostname');
  if (said !== undefined) return supposed(matchesPattern(word, said, true), 'hostname', said);
  const { hostname } = world.host;
  if (hostname === undefined) return ask('hostname', word);
  return { met: matchesPattern(word, hostname, true), code: 'hostname', what: hostname, file: '/etc/hostname' };
}

function architectureTest(world: World, word: string): Finding {
  const said = assumed(world.assume, 'architecture');
  if (said !== undefined) return supposed(word === said || word === 'native', 'architecture', said);
  const found = copyArchitecture(world.snapshot);
  if (found === undefined) return ask('architecture', word);
  const { name, file, kernels } = found;
  if (kernels.length > 1 && (word === 'native' || kernels.includes(word))) return ask('architecture', word);
  return { met: word === 'native' || kernels.includes(word), code: 'architecture', what: name, file };
}

/** condition_test_needs_update: the command line, else /etc/.updated beside /usr, by their times. */
function needsUpdateTest(world: World, path: string, unit: string): Finding {
  if (world.cmdline !== undefined)
    for (const { key, value } of cmdlineItems(world.cmdline))
      if (sameKey(key, 'systemd.condition-needs-update'))
        return { met: switchValue(value, true), code: 'on-cmdline', what: key };
  if (world.scope === 'initrd') return { met: false, code: 'initrd' };
  if (!path.startsWith('/')) return { met: true, code: 'no-path', what: path };
  const mark = `${path.replace(/^!?/, '').replace(/\/$/, '')}/.updated`;
  const stamp = world.snapshot.lstat(mark);
  // A boot that finds something to update marks it as done, before or after this unit has its turn.
  const change = mark === '/etc/.updated' || mark === '/var/.updated' ? world.updated(unit) : undefined;
  const needed = (code: string): Finding =>
    change === undefined
      ? { met: true, code, what: mark }
      : { met: null, code: `changed-by-${change.by}`, what: mark, ...placeOf(change) };
  if (stamp === undefined)
    return world.knows(mark) ? needed('missing') : { met: null, code: 'not-in-copy', what: mark };
  // lstat("/usr/"): behind the slash a link is followed.
  const usr = world.snapshot.stat('/usr')?.mtime;
  // Where the copy holds no times, or whole seconds only and these are equal, it cannot tell.
  if (
    usr === undefined ||
    stamp.mtime === undefined ||
    (Math.trunc(usr) === Math.trunc(stamp.mtime) && isWhole(usr, stamp.mtime))
  )
    return { met: null, code: 'machine', what: mark };
  if (usr <= stamp.mtime) return { met: false, code: 'usr-older', what: mark, file: mark };
  return change === undefined ? { ...needed('usr-newer'), file: mark } : needed('usr-newer');
}

/** Whether one of two times may have lost its fraction: in the copy, or where the file is written, which then tells it in its text. */
function isWhole(...times: readonly number[]): boolean {
  return times.some((time) => Number.isInteger(time));
}

/** log_execution_mode (src/core/main.c): the command line, else whether /etc/machine-id is there and filled in. */
function firstBootTest(world: World, word: string): Finding {
  const wanted = parseBoolean(word);
  if (wanted === undefined) return BROKEN;
  const said = assumed(world.assume, 'first-boot');
  if (said !== undefined) return supposed((said === 'yes') === wanted, 'first-boot', said);
  if (world.cmdline !== undefined)
    for (const { key, value } of cmdlineItems(world.cmdline))
      if (sameKey(key, 'systemd.condition-first-boot'))
        return { met: switchValue(value, true) === wanted, code: 'on-cmdline', what: key };
  if (world.scope === 'initrd') return { met: !wanted, code: 'initrd' };
  const file = '/etc/machine-id';
  const id = world.snapshot.read(file);
  if (id === undefined && !world.knows(file))
    return { met: null, code: 'not-in-copy', what: file, assume: 'first-boot' };
  const first = id === undefined || id.split('\n')[0]?.trim() === 'uninitialized';
  return { met: first === wanted, code: first ? 'first-boot' : 'not-first-boot', what: file, file };
}

function amountTest(world: World, key: 'cpus' | 'memory', text: string, base: number): Finding {
  const said = assumed(world.assume, key);
  if (said === undefined) return ask(key, text);
  const made = parseOperator(text) ?? { operator: '>=' as const, rest: text };
  const [have, wanted] = [sizeOf(said, base), sizeOf(made.rest.trim(), base)];
  if (wanted === undefined || have === undefined) return BROKEN;
  return supposed(isInOrder(made.operator, have - wanted), key, said);
}

function sizeOf(text: string, base: number): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*([KMGTPE])?(?:i?B)?$/i.exec(text);
  if (match === null) return undefined;
  const power = 'KMGTPE'.indexOf((match[2] ?? '').toUpperCase() || ' ') + 1;
  return Number(match[1]) * (base === 1 ? 1 : base ** power);
}

function osReleaseTest(world: World, text: string): Finding {
  const file = '/etc/os-release';
  let rest: string | undefined = text;
  let seen = '';
  while (rest !== undefined) {
    const next = firstWord(rest, { unquote: true });
    if ('error' in next) return BROKEN;
    if ('end' in next) break;
    const [, key, tail] = /^([A-Za-z_][A-Za-z0-9_]*)(.*)$/s.exec(next.word) ?? [];
    const made = tail === undefined || tail === '' ? undefined : parseOperator(tail);
    if (key === undefined || made === undefined || made.rest === '') return BROKEN;
    const actual = world.host.osRelease?.get(key);
    if (actual === undefined && !world.knows(file)) return { met: null, code: 'not-in-copy', what: file };
    if (!compares(made.operator, actual, made.rest))
      return { met: false, code: 'os-release', what: `${key}=${actual ?? ''}`, file };
    seen = `${key}=${actual ?? ''}`;
    rest = next.rest;
  }
  return { met: true, code: 'os-release', what: seen, file };
}
