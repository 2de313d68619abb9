/** The distribution that a root's own files name. */
import type { Snapshot } from '../snapshot/snapshot.ts';
import { type Distribution, distributionOf } from './distribution.ts';

const RELEASE_FILES = ['/etc/os-release', '/usr/lib/os-release'];
const FILES: Readonly<Record<NonNullable<Distribution['seen']>, readonly string[]>> = {
  'os-release': RELEASE_FILES,
  'redhat-release': ['/etc/redhat-release', '/etc/system-release'],
  'SuSE-release': ['/etc/SuSE-release'],
  debian_version: ['/etc/debian_version'],
};

/** Fields of os-release(5): the file in /etc, or the vendor's. Empty where there is none. */
export function readOsRelease(snapshot: Snapshot): ReadonlyMap<string, string> {
  const text = RELEASE_FILES.map((file) => snapshot.read(file)).find((one) => one !== undefined) ?? '';
  const fields = text.split('\n').flatMap((line): readonly (readonly [string, string])[] => {
    const [, name, value = ''] = /^\s*([A-Za-z_]\w*)=(.*)$/s.exec(line.trimEnd()) ?? [];
    return name === undefined ? [] : [[name, value.replace(/^(["'])(.*)\1$/, '$2')]];
  });
  return new Map(fields);
}

/** @returns with the file that says so; undefined where none does. */
export function readDistribution(snapshot: Snapshot): Distribution & { readonly file: string | undefined } {
  const first = (kind: keyof typeof FILES): string | undefined =>
    FILES[kind].find((file) => snapshot.stat(file)?.kind === 'file');
  const textOf = (kind: keyof typeof FILES): string | undefined => snapshot.read(first(kind) ?? '');
  const found = distributionOf({
    osRelease: readOsRelease(snapshot),
    redhatRelease: textOf('redhat-release'),
    suseRelease: textOf('SuSE-release'),
    debianVersion: textOf('debian_version'),
  });
  return { ...found, file: found.seen === undefined ? undefined : first(found.seen) };
}
