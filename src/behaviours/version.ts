/** Which systemd it is: upstream's number, the point of its stable branch, and whose build. */
import type { Family } from './distribution.ts';

export interface SystemdBuild {
  /** 252 of 252.39. */
  readonly major: number;
  /** Of upstream's stable branch, 39 of 252.39; absent: not known, and a late one is taken, which is what distributions ship. */
  readonly point?: number;
  /** The builder's own count of its patched package: [78, 9] of Red Hat's 219-78.el7_9.9; absent: not known, and a late one is taken. */
  readonly release?: readonly number[];
  /** Who built it; absent: upstream. */
  readonly builder?: Family;
}

/** A number alone is upstream's, and a late one of its stable branch. */
export type Version = number | SystemdBuild;

/** The first and the last version whose differences are looked up and modelled. */
export const MODELLED: { readonly first: number; readonly last: number } = { first: 215, last: 262 };

/** Where no version is known: the oldest whose behaviours most roots in the field share. */
export const ASSUMED_VERSION = 252;

/**
 * Versions of which a distribution's own build was measured, late in its stable branch: somebody who names the number means that
 * one. A number that nobody was measured for means upstream's release as it was tagged.
 */
const MEASURED: ReadonlySet<number> = new Set([229, 237, 245, 247, 249, 252, 254, 255, 257, 259, 262]);

/** How builders call themselves behind the dash of a version. */
const BUILDERS: readonly (readonly [pattern: RegExp, builder: Family])[] = [
  [/^(?:rhel|centos|el)\.?\d*$/, 'redhat'],
  [/\bel\d+/, 'redhat'],
  [/amzn|^amazon/, 'amazon'],
  [/^(?:suse|sles?|leap)\.?\d*$|^(?:lp)?15\d{4}\.|^(?:lp)?150?\.|^bp15/, 'suse'],
  [/^debian\d*$|deb\d+u\d+|ubuntu/, 'debian'],
  [/\.fc\d+|^fedora\d*$/, 'fedora'],
  [/^nixos\d*$/, 'nixos'],
  [/(^|-)arch$|^manjaro$/, 'arch'],
];

/**
 * Reads a version as people and packages write it: `252`, `v252`, `249.11`, `257~rc2`, `219-rhel7`, `239-45.el8_4.3`,
 * `252.39-1~deb12u2`, `246.16-150300.7.57.1`.
 * @param known which distribution it is, where the text does not say
 * @returns undefined where it is no version.
 */
export function parseVersion(text: string, known?: Family): SystemdBuild | undefined {
  const match = /^v?([1-9]\d{0,2})(?:\.(\d{1,3})(?:\.\d+)*)?(?:([-~^+])([A-Za-z0-9.~^+_:-]+))?$/.exec(text.trim());
  if (match === null) return undefined;
  const [, major, point, mark, behind = ''] = match;
  const named = BUILDERS.find(([pattern]) => mark === '-' && pattern.test(behind))?.[1];
  if (mark === '-' && named === undefined && !/^\d/.test(behind)) return undefined;
  const builder = named ?? known;
  const release = /^(\d+)\.(?:el|amzn)\d*(?:_\d+)?(?:\.(\d+))?/.exec(behind) ?? /^(\d+)(?:\.(\d+))?$/.exec(behind);
  return {
    major: Number(major),
    ...(point !== undefined ? { point: Number(point) } : mark === '~' ? { point: 0 } : {}),
    ...(release !== null ? { release: release.slice(1).flatMap((n) => (n === undefined ? [] : [Number(n)])) } : {}),
    ...(builder === undefined ? {} : { builder }),
  };
}

/**
 * The build that somebody means who names a version: see MEASURED.
 * @returns undefined where it is no version.
 */
export function namedVersion(text: string): SystemdBuild | undefined {
  // As systemctl --version says it: systemd 252 (252.39-1~deb12u1).
  const [, short, full] = /^\s*(?:systemd\s+)?(\S+)(?:\s+\(([^)]*)\))?\s*$/.exec(text) ?? [];
  const build = parseVersion(full ?? '') ?? parseVersion(short ?? text);
  if (build === undefined || !/^v?\d+$/.test(text.trim()) || MEASURED.has(build.major)) return build;
  return { ...build, point: 0 };
}

/** A version with what the rest of the root says of who built it. */
export function builtBy(version: Version, builder: Family | undefined): SystemdBuild {
  const build = typeof version === 'number' ? { major: version } : version;
  return build.builder !== undefined || builder === undefined ? build : { ...build, builder };
}

export function majorOf(version: Version): number {
  return typeof version === 'number' ? version : version.major;
}

/** `252`, `249.11`: as much as is known. */
export function versionText(version: Version): string {
  if (typeof version === 'number') return String(version);
  return version.point ? `${version.major}.${version.point}` : String(version.major);
}

/** What lies outside the modelled range, in what is taken for it; undefined: the version is modelled. */
export function modelledAs(version: Version): number | undefined {
  const major = majorOf(version);
  if (major < MODELLED.first) return MODELLED.first;
  return major > MODELLED.last ? MODELLED.last : undefined;
}
