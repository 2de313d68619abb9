/** Two sets of generated files, compared for what PID 1 makes of them: comments, Documentation= and the order of different keys say nothing. */

/** Relative path (`generator/home.mount`) to text, or to `-> TARGET` for a link. */
export type Generated = ReadonlyMap<string, string>;

const SAYS_NOTHING = /^(Documentation|Description)=/;
/** Lists that add up: how their words are spread over lines says nothing. */
const ADDS_UP = /^(After|Before|Wants|Requires|BindsTo|Conflicts|RequiresMountsFor|WantsMountsFor)=(.*)$/;

/** Lines such as `+ generator/home.mount: [Unit] After=x` (only ours) and `- …` (only theirs); none where they agree. */
export function differences(ours: Generated, theirs: Generated): readonly string[] {
  return factDifferences(factsOf(ours), factsOf(theirs));
}

/** As above, between what `factsOf` found. */
export function factDifferences(mine: readonly string[], real: readonly string[]): readonly string[] {
  return [...without(mine, real).map((fact) => `+ ${fact}`), ...without(real, mine).map((fact) => `- ${fact}`)];
}

/** One line for each file, link and assignment that says something. */
export function factsOf(generated: Generated): readonly string[] {
  return [...generated].flatMap(([path, text]) => facts(path, text));
}

/** Of a container's service, what podman is called with is not compared: only order, mounts, links and how it starts. */
export function told(kind: string, fact: string): boolean {
  if (kind === 'netplan')
    return /^(generator|system)/.test(fact) && !/: \[Service\]|^generator\/netplan\.stamp/.test(fact);
  if (kind === 'crontab')
    return !/^use_run_parts|: \[Service\] (Environment|ExecStartPre|LogExtraFields|CPU|IO)/.test(fact);
  return kind !== 'quadlet' || !/: \[(X-|Install|Service\] (?!(Type|PIDFile|WorkingDirectory|User)=))/.test(fact);
}

function facts(path: string, text: string): readonly string[] {
  if (text.startsWith('-> ')) return [`${path} ${text}`];
  const found = [`${path}${text.trim() === '' ? ' (empty)' : ''}`];
  const count = new Map<string, number>();
  let section = '';
  for (const line of text.split('\n')) {
    if (line.startsWith('[')) section = line;
    else if (line !== '' && !line.startsWith('#') && !SAYS_NOTHING.test(line)) {
      const list = ADDS_UP.exec(line);
      if (list) {
        found.push(...(list[2] ?? '').split(' ').map((word) => `${path}: ${section} ${list[1]}=${word}`));
        continue;
      }
      const key = line.slice(0, line.indexOf('='));
      const nth = (count.get(section + key) ?? 0) + 1;
      count.set(section + key, nth);
      found.push(
        `${path}: ${section} ${line.trimEnd().replace(/^((?:Job)?TimeoutSec)=0$/, '$1=infinity')}${nth > 1 ? ` (${nth})` : ''}`,
      );
    }
  }
  return found;
}

function without(from: readonly string[], what: readonly string[]): readonly string[] {
  const set = new Set(what);
  return from.filter((fact) => !set.has(fact));
}
