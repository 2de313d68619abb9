/** What an answer rests on beside the files: it travels with the opened root, and is told with each answer. */
import type { Diagnostic } from '../graph/model.ts';
import type { Capture } from './capture.ts';

export interface Assumption {
  /** Stable, in lower case with dashes: `version-assumed`. */
  readonly code: string;
  /** One sentence. */
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
  readonly unit?: string;
  /** It is always so of such roots, and seldom bears on an answer: only data carries it. */
  readonly minor?: true;
}

export interface Assumptions {
  /** What was taken to be so. */
  readonly assumptions: readonly Assumption[];
  /** What would be there at boot and was left out. */
  readonly notComputed: readonly Assumption[];
}

/** Diagnostics that say what an answer rests on; all others are of single files and lines. */
const ASSUMED: ReadonlySet<string> = new Set([
  'version-assumed',
  'version-not-modelled',
  'version-ran-another',
  'from-dump',
  'dump-of-some-units',
  'anchor-assumed',
  'cmdline-not-applied',
  'cmdline-word-passed-over',
  'before-init',
  'first-boot',
  'deployment-chosen',
  'etc-layered',
  'nixos-system',
  'links-as-text',
  'needs-reload',
]);
/** Of an archive: what it holds and could not be taken over, or may have held. */
export const ARCHIVE_LOSSES: ReadonlySet<string> = new Set([
  'truncated',
  'after-end',
  'path-traversal',
  'long-name',
  'sparse-file',
  'hard-link',
  'unknown-entry',
  'several-images',
]);
/** Of any copy: what is in it and was not read. */
const NOT_READ: ReadonlySet<string> = new Set(['unreadable', 'oversized']);
const LEFT_OUT: ReadonlySet<string> = new Set([
  'generator-not-modelled',
  'generator-partly-modelled',
  'generators-not-run',
  'presets-not-in-copy',
  'runlevel-not-by-links',
]);

/** @param diagnostics of the whole root @param inForce whether systemd is PID 1 */
export function assumptionsOf(capture: Capture, diagnostics: readonly Diagnostic[], inForce: boolean): Assumptions {
  const met = new Set<string>();
  const once = (code: ReadonlySet<string>): readonly Assumption[] =>
    diagnostics.filter((d) => code.has(d.code) && !met.has(d.message) && met.add(d.message)).map(ofDiagnostic);
  return {
    assumptions: [...losses(diagnostics), ...once(ASSUMED), ...(inForce ? ofCopy(capture) : [])],
    notComputed: once(LEFT_OUT),
  };
}

/** What the copy lost, of each kind once, with the first file: `graph --json` lists all. */
function losses(diagnostics: readonly Diagnostic[]): readonly Assumption[] {
  const byCode = new Map<string, { readonly first: Diagnostic; count: number }>();
  for (const one of diagnostics) {
    if (!ARCHIVE_LOSSES.has(one.code) && !NOT_READ.has(one.code)) continue;
    const known = byCode.get(one.code);
    if (known === undefined) byCode.set(one.code, { first: one, count: 1 });
    else known.count++;
  }
  return [...byCode.values()].map(({ first, count }) => {
    const one = ofDiagnostic(first);
    const named = one.file === undefined || one.file === '/' ? '' : `${one.file} `;
    return { ...one, message: `${named}${one.message}${count > 1 ? ` (and ${count - 1} more like it)` : ''}` };
  });
}

function ofDiagnostic({ severity, code, message, file, line, unit }: Diagnostic): Assumption {
  return {
    code,
    message,
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
    ...(unit === undefined ? {} : { unit }),
    ...(severity === 'info' ? { minor: true as const } : {}),
  };
}

/** What the copy as such cannot tell. */
function* ofCopy(capture: Capture): Generator<Assumption> {
  const { kind, holdings } = capture;
  const at = capture.kindFile === undefined ? {} : { file: capture.kindFile };
  const name = kind === 'sosreport' ? 'a sosreport' : 'this copy';
  if (holdings.units.extent === 'partial')
    yield {
      code: 'units-partial',
      message: `not all unit files are in ${name}: a unit that is not found here may exist on the machine`,
      ...at,
    };
  if (capture.init.unstarted === true)
    yield {
      code: 'init-not-linked',
      message: 'there is no /sbin/init in this copy; systemd, which is in it, is taken to be PID 1',
    };
  if (holdings.programs.extent === 'absent')
    yield {
      code: 'programs-absent',
      message: `programs are not in ${name}; each that a unit runs is taken to be there`,
      ...at,
    };
  else if (holdings.programs.extent === 'partial')
    yield {
      code: 'programs-partial',
      message: `not all programs are in ${name}; those that may be left out are taken to be there`,
    };
  if (holdings.generators.extent === 'absent' && holdings.generated.extent === 'absent')
    yield {
      code: 'generators-assumed',
      message: `generators are not in ${name}; those of systemd itself are taken to be there, and no others`,
      ...(kind === 'sosreport' ? at : { minor: true as const }),
    };
}
