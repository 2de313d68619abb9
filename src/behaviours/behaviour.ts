/** One thing that systemd does in some builds and not in others, and how to tell whether a build does it. */
import type { Family } from './distribution.ts';
import { modelledAs, type SystemdBuild, type Version } from './version.ts';

/**
 * A build that has a change before its number: `252.12` is a point of upstream's stable branch, `239-59.el` a release of Red
 * Hat's package, `246.suse` every build of SUSE's (their releases are not counted here). Later ones of the same number have it too.
 */
export type Backport =
  | `${number}.${number}`
  | `${number}-${number}.el`
  | `${number}-${number}.${number}.el`
  | `${number}.${'suse' | 'debian'}`;

export interface Behaviour {
  /** First tag that behaves so; absent: all do. 'backports': upstream never did, only the builds of `sinceToo`. */
  readonly since?: number | 'backports';
  /** Builds of lower numbers that behave so as well. */
  readonly sinceToo?: readonly Backport[];
  /** First tag that no longer does; absent: all still do. */
  readonly until?: number;
  /** Builds of lower numbers that no longer do. */
  readonly untilToo?: readonly Backport[];
  /** A patch of these builders' own. */
  readonly builders?: readonly Family[];
  /** PID 1 only: a user's manager does not behave so. */
  readonly scope?: 'system';
  /** Where it was seen: a function (src/core, unless a path says otherwise), or a run of real builds. */
  readonly seen: string;
}

/** Whether systemd behaves so. */
export function holds(behaviour: Behaviour, version: Version, whose: 'system' | 'user'): boolean {
  const build = typeof version === 'number' ? { major: version } : version;
  const { since = 0, sinceToo = [], until = Number.POSITIVE_INFINITY, untilToo = [], builders, scope } = behaviour;
  if (scope !== undefined && scope !== whose) return false;
  if (builders !== undefined && (build.builder === undefined || !builders.includes(build.builder))) return false;
  const major = modelledAs(build) ?? build.major;
  const began = (since !== 'backports' && major >= since) || sinceToo.some((backport) => has(build, backport));
  const ended = major >= until || untilToo.some((backport) => has(build, backport));
  return began && !ended;
}

/** Amazon Linux 2 is built from Red Hat's 219-57. */
const AMAZONS_BASE = { major: 219, release: 57 };

function has({ major, point, release, builder }: SystemdBuild, backport: Backport): boolean {
  const [, number, mark, rest = ''] = /^(\d+)([.-])(.+)$/.exec(backport) ?? [];
  if (Number(number) !== major) return false;
  if (mark === '-') {
    const [from = 0, update = 0] = rest.split('.').map((number) => Number.parseInt(number, 10) || 0);
    if (builder === 'amazon') return major === AMAZONS_BASE.major && AMAZONS_BASE.release >= from;
    const [own = Number.POSITIVE_INFINITY, ownUpdate = 0] = release ?? [];
    return builder === 'redhat' && (own > from || (own === from && ownUpdate >= update));
  }
  // Where nothing but the number is known, it is taken to be what was measured: builds of Debian and Ubuntu.
  if (!/^\d+$/.test(rest))
    return builder === rest || (rest === 'debian' && builder === undefined && point === undefined);
  // Red Hat's builds have no points: what they took of the stable branch is told by their own releases.
  const counted = builder === 'redhat' || (builder === 'amazon' && major === AMAZONS_BASE.major);
  return !counted && (point ?? Number.POSITIVE_INFINITY) >= Number(rest);
}
