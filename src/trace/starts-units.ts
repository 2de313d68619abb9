/** Verbs of systemctl(1) that start units and come back when that is done. */
const STARTS: ReadonlySet<string> = new Set(['start', 'restart', 'reload-or-restart', 'isolate']);

export interface AskedStart {
  /** As they are written. */
  readonly names: readonly string[];
  /** Without --no-block, and no job mode that passes over the order. */
  readonly waits: boolean;
}

/** What is asked of `systemctl` or `service` in words of a command line. undefined: it starts nothing, or is another program. */
export function askedStart(argv: readonly string[]): AskedStart | undefined {
  const program = (argv[0] ?? '').replace(/^.*\//, '');
  const rest = argv.slice(1);
  if (program === 'service')
    return rest.length >= 2 && STARTS.has(rest[1] ?? '') ? { names: [rest[0] as string], waits: true } : undefined;
  if (program !== 'systemctl') return undefined;
  const options = rest.filter((word) => word.startsWith('-'));
  const [verb = '', ...names] = rest.filter((word) => !word.startsWith('-'));
  const starts = STARTS.has(verb) || (verb === 'enable' && options.includes('--now'));
  if (!starts || options.some((word) => word === '--user' || word.startsWith('--root'))) return undefined;
  return { names, waits: !options.some((word) => word === '--no-block' || /^--job-mode=ignore-/.test(word)) };
}
