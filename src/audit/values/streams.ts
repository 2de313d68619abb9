/** StandardInput=, StandardOutput=, StandardError=: config_parse_exec_input and config_parse_exec_output. */
import { isDescriptorName } from '../../systemd/values.ts';
import { type Check, expanded, ignored } from './check.ts';
import { absolute } from './paths.ts';
import { oneOf } from './words.ts';

const inputs = oneOf('null tty tty-force tty-fail socket fd data file');
const outputs = oneOf(
  'inherit null tty kmsg kmsg+console journal journal+console socket fd file append truncate@output-truncate',
);

const stream =
  (words: Check, files: RegExp): Check =>
  (value, at) => {
    if (value.startsWith('fd:'))
      return expanded((name) =>
        isDescriptorName(name) ? undefined : ignored(name, 'is no name of a file descriptor'),
      )(value.slice(3), at);
    const file = files.exec(value);
    return file ? expanded(absolute)(value.slice(file[0].length), at) : words(value, at);
  };

export const input = stream(inputs, /^file:/);
const output = stream(outputs, /^(file|append|truncate):/);
export const outputOrOld: Check = (value, at) => (/^syslog(\+console)?$/.test(value) ? undefined : output(value, at));
