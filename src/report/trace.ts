/** What is executed, as a numbered story: the answer first, then each step with its place. */
import type { CommandLine, ConfigFile, RunsAs, Trace, TraceStep } from '../trace/model.ts';
import { em } from './style.ts';
import { listing, place } from './words.ts';
import { type Page, paragraph, wrap } from './wrap.ts';

const INITS = { systemd: 'systemd', upstart: 'Upstart', sysv: "sysvinit's rc" } as const;

export function traceText(trace: Trace, page: Page): string {
  const lines = [...paragraph(headline(trace), page)];
  const who = runsAsText(trace.runsAs);
  if (who !== '') lines.push(...paragraph(`It runs ${who}.`, page));
  if (trace.noEffect !== undefined) lines.push(...paragraph(`${em('warn', 'At boot:')} ${trace.noEffect.text}.`, page));
  const steps = trace.steps.filter((step) => step.kind !== 'no-command');
  for (const [i, step] of steps.entries()) lines.push('', ...stepLines(step, i + 1, trace, page));
  if (trace.configs.length > 0)
    lines.push(
      '',
      em('strong', 'Configuration named on the way'),
      ...trace.configs.flatMap((c) => configLines(c, page)),
    );
  return lines.join('\n');
}

function stepLines(step: TraceStep, number: number, trace: Trace, page: Page): readonly string[] {
  const first = `${String(number).padStart(3)}. ${'  '.repeat(step.depth)}`;
  const below = ' '.repeat(first.length + 2);
  const lines = [...wrap(stepText(step, trace).split(' '), page, { first, rest: below })];
  const at = placeOf(step);
  if (at !== '') lines.push(below + em('name', at));
  if (step.kind === 'run')
    for (const { name, text, file, line } of step.uses)
      lines.push(...wrap([`${name}=${text}`, em('faint', `(${place({ file, line })})`)], page, { first: below }));
  if (step.under !== undefined)
    lines.push(...wrap(`${em('warn', 'only if')} ${listing(step.under)}`.split(' '), page, { first: below }));
  return lines;
}

function headline(trace: Trace): string {
  const { unit, end, steps } = trace;
  const broken = steps.findLast((step) => step.kind === 'program' && step.state !== 'found');
  const last = steps.at(-1);
  if (end?.callable !== undefined)
    return `${em('strong', unit)} ends in ${end.callable}() of ${em('strong', place(end))}.`;
  if (end !== undefined) return `${em('strong', unit)} ends in ${em('strong', end.file)}.`;
  if (broken?.kind === 'program')
    return `${em('strong', unit)} ${em('bad', 'cannot run')}: ${broken.path} ${STATES[broken.state]}.`;
  if (last?.kind === 'no-command') return `${em('strong', unit)} executes nothing: ${last.reason}.`;
  if (last?.kind === 'python-file')
    return `${em('strong', unit)} ${em('bad', 'cannot run')}: no module ${last.module} in this root.`;
  return `${em('strong', unit)}: its last program cannot be told from files alone.`;
}

const STATES = {
  found: 'is there',
  missing: 'is not there',
  dangling: 'is a link to nothing',
  'not-executable': 'is not executable',
  folder: 'is a folder',
} as const;

function runsAsText({ user, group, folder }: RunsAs): string {
  return [
    ...(user === undefined ? [] : [`as user ${user}`]),
    ...(group === undefined ? [] : [`group ${group}`]),
    ...(folder === undefined ? [] : [`in ${folder}`]),
  ].join(', ');
}

function placeOf(step: TraceStep): string {
  const at = place(step);
  return at !== '' && step.kind === 'start' && step.key.startsWith('Exec') ? `${at} ${step.key}=` : at;
}

const ORDER: Readonly<Record<string, string>> = {
  ExecCondition: 'first asks',
  ExecStartPre: 'first runs',
  ExecStart: 'starts',
  ExecStartPost: 'then runs',
  'pre-start script': 'first runs the script',
  'pre-start exec': 'first runs',
  script: 'runs the script',
  exec: 'starts',
  'post-start script': 'then runs the script',
  'post-start exec': 'then runs',
  start: 'starts',
};

const PREFIXES: Readonly<Record<string, string>> = {
  '-': 'its failure is ignored',
  '@': 'under another name',
  ':': 'variables are not filled in',
  '+': 'with all privileges',
  '!': 'with privileges of its own',
  '!!': 'with privileges of its own where ambient capabilities are missing',
  '|': "by the user's shell",
};

function stepText(step: TraceStep, trace: Trace): string {
  switch (step.kind) {
    case 'start': {
      const what = step.command.argv.includes('(script)') ? 'by /bin/sh -e' : commandText(step.command);
      const said = step.prefixes.map((prefix) => PREFIXES[prefix] ?? prefix);
      const as = step.runsAs.user !== trace.runsAs.user && step.runsAs.user ? [`as ${step.runsAs.user}`] : [];
      const more = [...as, ...said];
      return `${INITS[trace.init]} ${ORDER[step.key] ?? 'runs'} ${what}${more.length > 0 ? ` (${more.join('; ')})` : ''}`;
    }
    case 'program':
      return programText(step);
    case 'read':
      if (step.state === 'read') return `reads ${step.target}`;
      return step.state === 'missing'
        ? `would read ${step.target}: it is not there`
        : `reads ${step.target}, known only at boot`;
    case 'run': {
      const as = runsAsText(step.runsAs);
      const how = step.how === 'exec' ? 'turns into' : step.how === 'command' ? 'runs' : 'starts';
      const by = step.how === 'start-stop-daemon' || step.how === 'start_daemon' ? ` by ${step.how}` : '';
      return `${how} ${commandText(step.command)}${by}${as === '' || step.how === 'command' ? '' : `, ${as}`}`;
    }
    case 'nothing':
      return step.file === undefined ? 'starts no other program' : 'ends here, without starting another program';
    case 'unread':
      return `not followed: ${step.message}`;
    case 'python-entry':
      return `calls ${step.callable === undefined ? '' : `${step.callable}() of `}the Python module ${step.module}`;
    case 'python-file':
      if (!step.found)
        return `no file of this root holds ${step.module}; looked in ${step.searched.join(' ') || 'no folder: there is no Python library'}`;
      return step.importedFrom === undefined
        ? `${step.module} is this file`
        : `which takes it from ${step.importedFrom}`;
    case 'no-command':
      return step.reason;
  }
}

function programText(step: TraceStep & { readonly kind: 'program' }): string {
  const links = step.links.map(({ from, to }, i) => (i === 0 ? `${from} is a link to ${to}` : `that to ${to}`));
  const subject = links.length > 0 ? links.join(', ') : step.path;
  if (step.state !== 'found')
    return `${subject}${links.length > 0 ? ':' : ''} ${links.length > 0 ? step.path : ''} ${STATES[step.state]}`.replace(
      / +/g,
      ' ',
    );
  const kind =
    step.interpreter !== undefined
      ? `a script for ${step.interpreter}`
      : step.format === 'elf'
        ? 'a compiled program'
        : step.format === 'text'
          ? 'a text without #!'
          : 'a program';
  return links.length > 0 ? `${subject}: ${kind}` : `${subject} is ${kind}`;
}

/** Quoted as one would type it. */
function commandText({ argv, known }: CommandLine): string {
  const words = argv.map((word) => (/^[\w@%+=:,./$(){}-]+$/.test(word) ? word : `'${word}'`));
  return words.join(' ') + (known ? '' : ' (in part known only at boot)');
}

function configLines(config: ConfigFile, page: Page): readonly string[] {
  const named = em(
    'faint',
    `named in ${place({ ...(config.namedIn ? { file: config.namedIn } : {}), ...(config.namedLine ? { line: config.namedLine } : {}) })}`,
  );
  if (config.state !== 'found')
    return wrap(
      [`${config.path}:`, config.state === 'missing' ? em('warn', 'is not there;') : 'a folder;', named],
      page,
      { first: '  ' },
    );
  return [
    ...wrap([config.path, named], page, { first: '  ' }),
    ...config.facts.map(
      ({ section, key, value, line }) => `    ${String(line).padStart(5)}  [${section}] ${key} = ${value}`,
    ),
  ];
}
