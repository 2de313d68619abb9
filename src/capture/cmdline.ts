/** The kernel command line in force, as far as a copy tells. */
import type { Diagnostic } from '../graph/model.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { cmdlineWords, runlevelToTarget } from '../words/kernel-cmdline.ts';
import { bootLoaderCmdlines, type LoaderCmdline } from './boot-loader.ts';

export interface CmdlineReport {
  /** What generators and the anchor go by. */
  readonly cmdline: string;
  readonly from: 'given' | 'captured' | 'unknown';
  /** The file that says so, where one does. */
  readonly file?: string;
  /** What boot loaders are configured to pass: reported, never acted on. */
  readonly evidence: readonly LoaderCmdline[];
  readonly diagnostics: readonly Diagnostic[];
}

const SYSTEM_PARAMETERS = '/run/current-system/kernel-params';

/**
 * The command line in force: the one given by the user, else a captured /proc/cmdline, else none. Boot loader configuration is only
 * evidence: it has several entries, and the one booted may have been edited at the prompt.
 */
export function findCmdline(snapshot: Snapshot, given?: string): CmdlineReport {
  const evidence = bootLoaderCmdlines(snapshot);
  if (given !== undefined) return { cmdline: given, from: 'given', evidence, diagnostics: [] };
  const captured = snapshot.read('/proc/cmdline');
  if (captured !== undefined && captured.trim() !== '') {
    return { cmdline: captured.trim(), from: 'captured', file: '/proc/cmdline', evidence, diagnostics: [] };
  }
  // NixOS keeps the command line of each system with it, and passes that to the kernel whichever boot loader it has.
  const kept = snapshot.read(SYSTEM_PARAMETERS)?.trim();
  if (kept !== undefined && kept !== '')
    return { cmdline: kept, from: 'captured', file: SYSTEM_PARAMETERS, evidence, diagnostics: [] };
  return { cmdline: '', from: 'unknown', evidence, diagnostics: [...notApplied(evidence)] };
}

/** Words that would change what is started, found in boot loader configuration while no command line is known. */
function* notApplied(evidence: readonly LoaderCmdline[]): Generator<Diagnostic> {
  const seen = new Set<string>();
  for (const { file, line, cmdline } of evidence) {
    const words = cmdlineWords(cmdline).filter(concernsBoot);
    const key = words.join(' ');
    if (words.length === 0 || seen.has(key)) continue;
    seen.add(key);
    yield {
      severity: 'notice',
      code: 'cmdline-not-applied',
      message: `${file} passes "${key}" to the kernel; it is not taken into account, since which entry is booted is unknown. Pass it with --cmdline to see its effect.`,
      file,
      line,
    };
  }
}

function concernsBoot(word: string): boolean {
  const key = word.split('=', 1)[0] ?? '';
  if (!word.includes('=') && runlevelToTarget(word) !== undefined) return true;
  return /^(systemd\.(unit|wants|mask|run|debug[-_]shell|swap|volatile|mount-extra|swap-extra|getty[-_]auto|ssh[-_](auto|listen)|pull|condition[-_]first[-_]boot)|fstab|luks(\..*)?|init)$/.test(
    key,
  );
}
