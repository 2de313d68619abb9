/** Assignments that PID 1 will not pass over: it gives up on the file. Most make the unit a bad setting (-ENOEXEC). */

import type { Does } from '../behaviours/does.ts';
import type { Setting } from '../graph/model.ts';
import { hasGoodEscapes, isBase64 } from './credentials.ts';
import { parseCommandLine } from './exec-command.ts';
import { isImagePolicy } from './image-policy.ts';
import { checkPath, parseBoolean } from './values.ts';
import { wordsOf } from './words.ts';

/** undefined: no such specifier; unknown ones come back as something that any check takes. */
type Expand = (text: string) => string | undefined;

const EXECUTING = new Set(['Service', 'Socket', 'Mount', 'Swap']);
const COMMANDS = /^Exec(Condition|Start|StartPre|StartPost|Reload|ReloadPost|Stop|StopPre|StopPost)$/;

export interface FatalProblem {
  readonly message: string;
  /** What the unit is called then. */
  readonly load: 'bad-setting' | 'error';
}

/** Why the file is given up at this assignment; undefined where it is not. The setting's section must be one of the unit's. */
export function fatalProblem(
  setting: Setting,
  expand: Expand,
  does: Does,
  installed?: (name: string) => boolean,
): FatalProblem | undefined {
  if (!does('fatal-settings')) return undefined;
  const wrong = badSetting(setting, expand, does, installed);
  if (wrong !== undefined) return { message: wrong, load: 'bad-setting' };
  const failed = plainError(setting, expand, does);
  return failed === undefined ? undefined : { message: failed, load: 'error' };
}

/** Parsers that hand any error on (config_parse_pid_file, config_parse_image_policy, config_parse_exec_input_data). */
function plainError({ section, key, value }: Setting, expand: Expand, does: Does): string | undefined {
  if (EXECUTING.has(section) && key.endsWith('ImagePolicy') && /^(Root|Mount|Extension)ImagePolicy$/.test(key))
    return !does('image-policies') || isImagePolicy(value, does)
      ? undefined
      : `${key}= is no policy for images, such as root=verity+signed: ${value}`;
  if (EXECUTING.has(section) && value !== '' && does('input-data-is-fatal')) {
    if (key === 'StandardInputData' && !isBase64(value, does)) return `${key}= is no Base64: ${value}`;
    if (key === 'StandardInputText' && (!hasGoodEscapes(value) || expand(value) === undefined))
      return `${key}= has a wrong escape or specifier: ${value}`;
  }
  if (section !== 'Service' || key !== 'PIDFile' || value === '' || !does('pid-file-is-fatal')) return undefined;
  const text = expand(value);
  if (text === undefined) return undefined;
  const path = checkPath(text.startsWith('/') ? text : `/run/${text}`, 'absolute', does);
  return path === undefined || (does('api-vfs-refused') && /^\/(dev|proc|sys)(\/|$)/.test(path))
    ? `PIDFile= is no usable path: ${value}`
    : undefined;
}

function badSetting(
  setting: Setting,
  expand: Expand,
  does: Does,
  installed?: (name: string) => boolean,
): string | undefined {
  const { section, key, value } = setting;
  if (section === 'Socket' && key === 'Service' && does('socket-service-is-fatal'))
    return expand(value)?.endsWith('.service') ? undefined : `${key}= is no service: ${value}`;
  if (!EXECUTING.has(section)) return undefined;
  if (key === 'DynamicUser') return parseBoolean(value) === undefined ? `${key}= is no boolean: ${value}` : undefined;
  if (value === '') return undefined;
  if (key.startsWith('Exec') && COMMANDS.test(key)) {
    if (!hasCommand(section, key, does)) return undefined;
    return parseCommandLine(value, expand, does, installed).fatal;
  }
  switch (key) {
    case 'StandardInput':
    case 'StandardOutput':
    case 'StandardError': {
      const file = /^(?:file|append):(.*)$/s.exec(value)?.[1];
      if (file === undefined || !does('output-paths-are-fatal')) return undefined;
      if (key === 'StandardInput' && value.startsWith('append:')) return undefined;
      const text = expand(file);
      return text !== undefined && checkPath(text, 'absolute', does) !== undefined
        ? undefined
        : `${key}= is no usable path: ${value}`;
    }
    case 'RootDirectory':
    case 'RootImage':
    case 'RootVerity':
      return path(key, value, expand, does);
    case 'RootMStack':
      return does('root-mstack') ? path(key, value, expand, does) : undefined;
    case 'WorkingDirectory':
      if (value.startsWith('-') || value === '~') return undefined;
      return expand(value) === '' ? `${key}= is no usable path: ${value}` : path(key, value, expand, does);
    case 'SELinuxContext':
    case 'AppArmorProfile':
    case 'SmackProcessLabel':
      return value.startsWith('-') || expand(value) !== undefined
        ? undefined
        : `${key}= has a wrong specifier: ${value}`;
    case 'User':
    case 'Group':
      return user(key, value, expand);
    case 'SocketUser':
    case 'SocketGroup':
      return section === 'Socket' ? user(key, value, expand) : undefined;
    case 'SupplementaryGroups': {
      const { words, bad } = wordsOf(value);
      return (
        words.map((word) => user(key, word, expand)).find((problem) => problem !== undefined) ??
        (bad ? `Invalid syntax: ${value}` : undefined)
      );
    }
  }
  return undefined;
}

function hasCommand(section: string, key: string, does: Does): boolean {
  if (section === 'Socket') return /^Exec(Start|Stop)(Pre|Post)$/.test(key);
  if (section !== 'Service' || key === 'ExecStopPre') return false;
  return key !== 'ExecReloadPost' || does('exec-reload-post');
}

function path(key: string, value: string, expand: Expand, does: Does): string | undefined {
  const text = expand(value);
  if (text === '') return undefined;
  return text !== undefined && checkPath(text, 'absolute', does) !== undefined
    ? undefined
    : `${key}= is no usable path: ${value}`;
}

/** valid_user_group_name in its relaxed form, numbers allowed. */
function user(key: string, value: string, expand: Expand): string | undefined {
  const name = expand(value);
  const number = name !== undefined && /^(0|[1-9][0-9]*)$/.test(name) ? Number(name) : undefined;
  if (number !== undefined && number < 0xffff_ffff && number !== 0xffff) return undefined;
  const usable =
    name !== undefined &&
    name !== '' &&
    name.trim() === name &&
    !/[\u0000-\u001f\u007f:/]/.test(name) &&
    !/^-?[0-9]*$/.test(name) &&
    name !== '.' &&
    name !== '..';
  return usable ? undefined : `${key}= is no usable user or group name: ${value}`;
}
