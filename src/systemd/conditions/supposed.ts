/**
 * What the user supposes of the machine, for conditions that no file decides: `virtualization=kvm`, `ac-power=no`. Each key is one
 * question; what each condition asks stands in machine.ts.
 */

import { nearestNames } from '../../words/nearest-names.ts';
import { ARCHITECTURE_NAMES, KNOWN_FORMS, KNOWN_WORDS } from './machine-words.ts';

export const ASSUMPTIONS = {
  virtualization: 'none, kvm, qemu, vmware, systemd-nspawn, lxc, docker, …; or vm, container, if no more is known',
  'ac-power': 'yes or no',
  kernel: "the kernel's release: 6.1.0-13-amd64",
  architecture: 'x86-64, arm64, …',
  firmware: 'uefi, bios or device-tree',
  security: 'the ones in use, with commas: apparmor,audit; or none',
  capability: 'all, or those that PID 1 has, with commas',
  cgroup: 'v1 or v2, or controllers, with commas',
  memory: 'how much there is: 8G',
  cpus: 'how many there are',
  'cpu-feature': 'those it has, with commas',
  credential: 'the names of those passed, with commas; or none',
  environment: "what PID 1's has, with commas: A=1,B=2; or none",
  'first-boot': 'yes or no',
  hostname: 'what it is called',
  pressure: 'low or high',
  exists: 'a path that is there by then: /dev/kvm',
  missing: 'a path that is not there by then',
} as const;
export type AssumptionKey = keyof typeof ASSUMPTIONS;

export type Supposed = ReadonlyMap<AssumptionKey, readonly string[]>;

/** @returns what is wrong with the first that cannot be read */
export function parseSupposed(
  texts: readonly string[],
): { readonly supposed: Supposed } | { readonly problem: string } {
  const found = new Map<AssumptionKey, string[]>();
  for (const text of texts) {
    const equals = text.indexOf('=');
    const key = equals < 0 ? text : text.slice(0, equals);
    const value = equals < 0 ? '' : text.slice(equals + 1).trim();
    if (!isKey(key)) {
      const keys = Object.keys(ASSUMPTIONS);
      return { problem: `"${key}" is nothing to assume; ${nearOr(key, keys, `one of ${keys.join(' ')}`)}` };
    }
    if (value === '') return { problem: `${key}: write ${key}=VALUE (${ASSUMPTIONS[key]})` };
    if ((key === 'exists' || key === 'missing') && !value.startsWith('/'))
      return { problem: `${key}=${value}: the path begins with /` };
    const problem = valueProblem(key, value);
    if (problem !== undefined) return { problem };
    found.set(key, [...(found.get(key) ?? []), value]);
  }
  return { supposed: found };
}

/** `KEY=` with what it takes, and `KEY=VALUE` where the values are few enough to be told. */
export function assumptionWords(): readonly { readonly value: string; readonly about: string }[] {
  return Object.entries(ASSUMPTIONS).flatMap(([key, about]) => [
    { value: `${key}=`, about },
    ...(knownWords(key) ?? []).map((word) => ({ value: `${key}=${word}`, about: '' })),
  ]);
}

/** The words that a key takes, where it takes no others. */
function knownWords(key: string): readonly string[] | undefined {
  return Object.hasOwn(KNOWN_WORDS, key) ? KNOWN_WORDS[key as keyof typeof KNOWN_WORDS] : undefined;
}

/** What is wrong with a value: a word that no condition knows would decide them all. */
function valueProblem(key: AssumptionKey, value: string): string | undefined {
  const known = knownWords(key);
  const unknown = known && value.split(',').find((word) => !known.includes(word));
  if (known !== undefined && unknown !== undefined) {
    const same =
      key === 'architecture' && Object.hasOwn(ARCHITECTURE_NAMES, unknown) ? ARCHITECTURE_NAMES[unknown] : undefined;
    const otherwise = known.length > 20 ? ASSUMPTIONS[key] : `one of ${known.join(' ')}`;
    return `${key}=${value}: ${same === undefined ? nearOr(unknown, known, otherwise) : `it is called ${same} here`}`;
  }
  return KNOWN_FORMS[key]?.test(value) === false ? `${key}=${value}: ${ASSUMPTIONS[key]}` : undefined;
}

function nearOr(word: string, known: readonly string[], otherwise: string): string {
  const near = nearestNames(word, known);
  return near.length > 0 ? `did you mean ${near.join(', ')}?` : otherwise;
}

function isKey(key: string): key is AssumptionKey {
  return Object.hasOwn(ASSUMPTIONS, key);
}

/** The values of a key as one list, split at commas; undefined: nothing is assumed. `none` is an empty list. */
export function assumedList(supposed: Supposed, key: AssumptionKey): readonly string[] | undefined {
  const values = supposed.get(key);
  return values?.flatMap((value) => value.split(',')).filter((word) => word !== '' && word !== 'none');
}

export function assumed(supposed: Supposed, key: AssumptionKey): string | undefined {
  return supposed.get(key)?.at(-1);
}
