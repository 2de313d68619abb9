/** Exec…= lines that are passed over, whole or in part; those that make systemd give up on the file are another rule's. */
import { parseCommandLine } from '../../systemd/exec-command.ts';
import { wordOf } from '../../systemd/specifiers.ts';
import { type Check, ignored, orEmpty } from './check.ts';

export const command: Check = orEmpty((value, at) => {
  const expand = (text: string): string | undefined => wordOf(text, at.expand(text, 'full'));
  const { ignored: why } = parseCommandLine(value, expand, at.does);
  return why === undefined ? undefined : ignored(value, `cannot be taken as it stands: ${why}`);
});
