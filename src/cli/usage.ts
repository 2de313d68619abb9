/** What is wrong with a command line, in one whole sentence with the nearest right word. */
import { orNear } from '../report/question-error.ts';
import { nearestNames } from '../words/nearest-names.ts';
import { COMMANDS, nameOf } from './commands/index.ts';
import { UsageError } from './errors.ts';
import type { OptionKind } from './option-kind.ts';
import { CHANGES, COMMAND_WORDS, OPTION_WORDS } from './words-of-others.ts';

/**
 * Whether every option of the line that takes a value has one, and no other has it twice.
 * @throws UsageError naming the first that has none
 */
export function checkValues(words: readonly string[], options: readonly OptionKind[]): void {
  const byName = new Map(options.map((option) => [option.name, option]));
  const seen = new Set<string>();
  for (let k = 0; k < words.length; k++) {
    const word = words[k] as string;
    if (word === '--') return;
    const cut = word.startsWith('--') ? word.indexOf('=') : -1;
    const option = byName.get(cut < 0 ? word : word.slice(0, cut));
    if (option === undefined) {
      if (word === '')
        throw new UsageError('an empty word is the name of nothing; leave it out, or say which is meant');
      continue;
    }
    if (!option.takesValue) {
      if (cut >= 0 && !/^(true|false)$/.test(word.slice(cut + 1)))
        throw new UsageError(`${option.name} takes no value: write it alone`);
      continue;
    }
    const value = cut < 0 ? words[++k] : word.slice(cut + 1);
    // `-` is standard input; a name that begins with a dash has had a blank put before it (main.ts).
    if (value === undefined || (cut < 0 && value !== '-' && /^-/.test(value) && !/^-[0-9.]/.test(value)))
      throw new UsageError(`${option.name} takes a value, and none follows it`);
    if (value === '' && !option.mayBeEmpty)
      throw new UsageError(`${option.name} takes a value, and an empty one was given`);
    if (!option.repeats && seen.has(option.name)) throw new UsageError(`${option.name} is given more than once`);
    seen.add(option.name);
  }
}

/** Options that are written to. */
const OUTPUTS: ReadonlySet<string> = new Set(['output', 'writeBaseline']);

/**
 * Whether at most one of the arguments is read from standard input: the second would find it empty.
 * @throws UsageError naming them
 */
export function checkStandardInput(args: Readonly<Record<string, unknown>>): void {
  const reading = Object.entries(args).filter(
    ([name, value]) =>
      name.length > 1 && name !== '_' && !name.includes('-') && !OUTPUTS.has(name) && [value].flat().includes('-'),
  );
  if (reading.length > 1)
    throw new UsageError(
      `only one of these can come from standard input: ${reading.map(([name]) => name).join(' and ')}; name a file for the other`,
    );
}

/** yargs' own message, said so that it can be acted on. @param options those of the command, or those of every command */
export function usageMessage(message: string, words: readonly string[], options: readonly OptionKind[]): string {
  const command = COMMANDS.find(({ usage }) => words.includes(nameOf(usage)));
  const [line = '', ...more] = message.split('\n');
  if (line.startsWith('Not enough non-option arguments') && command !== undefined) return missingText(command.usage);
  if (line.startsWith('Name a command')) {
    const named = new Set(options.map(({ name }) => name));
    const option = words.find((word) => word.startsWith('-') && !named.has(word.split('=')[0] as string));
    if (option !== undefined) return unknownText([option.replace(/^--?/, '')], words, undefined, options);
  }
  if (line.startsWith('Invalid values')) return more.flatMap((one) => choiceText(one, options)).join('; ') || line;
  const unknown = /^Unknown (?:arguments?|commands?): (.+)$/.exec(line)?.[1]?.split(', ');
  if (unknown !== undefined) return unknownText(unknown, words, command?.usage, options);
  const missing = /^Missing required arguments?: (.+)$/.exec(line)?.[1]?.split(', ');
  if (missing !== undefined && command !== undefined)
    return `${nameOf(command.usage)}: ${missing.map((name) => `--${name}`).join(', ')} must be given; bootscope ${nameOf(command.usage)} --help says what they are`;
  const both = /^Arguments (\S+) and (\S+) are mutually exclusive$/.exec(line);
  if (both !== null) return `--${both[1]} and --${both[2]} exclude each other; give one of them`;
  return [line, ...more].filter((part) => part.trim() !== '').join(' ');
}

/** `why: say which unit: bootscope why UNIT`. */
function missingText(usage: string): string {
  const [name, ...wanted] = usage.split(' ');
  const needed = wanted.filter((word) => word.startsWith('<')).map((word) => word.slice(1, -1));
  const say =
    needed.length > 1
      ? `say which two roots: ${name} ${needed.map((word) => word.toUpperCase()).join(' ')}`
      : `say which ${needed[0]}`;
  return `${name}: ${say}`;
}

/** `  Argument: level, Given: "foo", Choices: "error", "warning"`. */
function choiceText(line: string, options: readonly OptionKind[]): string[] {
  const parts = /^\s*Argument: (\S+), Given: "?(.*?)"?, Choices: (.+)$/.exec(line);
  if (parts === null) return line.trim() === '' ? [] : [line.trim()];
  const [, option = '', given = '', list = ''] = parts;
  const choices = [...list.matchAll(/"([^"]*)"/g)].map(([, choice]) => choice as string);
  const [near] = nearestNames(given, choices);
  const name = options.some((known) => known.name === `--${option}`) ? `--${option}` : option;
  return [`${name} ${given}: one of ${choices.join(', ')}${near === undefined ? '' : `; did you mean ${near}?`}`];
}

function unknownText(
  unknown: readonly string[],
  words: readonly string[],
  usage: string | undefined,
  options: readonly OptionKind[],
): string {
  // yargs names an option in both spellings, foo-bar and fooBar: only the one that stands on the line is told.
  const option = unknown.find((name) =>
    words.some((word) => word === `-${name}` || word.split('=')[0] === `--${name}`),
  );
  const plain = unknown.find((name) => words.includes(name));
  if (usage === undefined && plain !== undefined) return unknownCommand(plain);
  if (option !== undefined) {
    const dashes = words.some((word) => word.startsWith(`--${option}`)) ? '--' : '-';
    const known = OPTION_WORDS.get(option);
    const names = options.map(({ name }) => name).filter((name) => name.startsWith('--'));
    // A letter is near to everything.
    const near = dashes === '-' ? [] : nearestNames(`--${option}`, names);
    const help = usage === undefined ? 'bootscope --help' : `bootscope ${nameOf(usage)} --help`;
    const meant = known === undefined || near.includes(`--${option}`) ? orNear(near) : `; ${known}`;
    return `no option ${dashes}${option}${meant || `; ${help} lists them`}`;
  }
  if (usage !== undefined && plain !== undefined)
    return `${nameOf(usage)}: one word too many: "${plain}"; it is used as: bootscope ${usage}`;
  return `Unknown: ${unknown.join(', ')}`;
}

function unknownCommand(word: string): string {
  const known = COMMAND_WORDS.get(word);
  if (known !== undefined) return `no command called "${word}"; bootscope ${known} is what answers that`;
  if (CHANGES.has(word))
    return `no command called "${word}": bootscope only reads; bootscope what-if tells what a change would do`;
  const near = nearestNames(
    word,
    COMMANDS.map((one) => nameOf(one.usage)),
  );
  return `no command called "${word}"${orNear(near) || `; of a unit: bootscope why ${word}; bootscope --help lists the commands`}`;
}
