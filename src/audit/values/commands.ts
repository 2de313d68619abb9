/** Exec…= lines that are passed over, whole or in part; those that make systemd give up on the file are another rule's. */
import { parseCommandLine } from '../../systemd/exec-command.ts';
import { type Check, ignored, orEmpty } from './check.ts';

export const command: Check = orEmpty((value, at) => {
  const expand = (text: string): string | undefined => {
    const made = at.expand(text, 'full');
    if ('text' in made) return made.text;
    return 'unknown' in made ? text.replaceAll('%', '') : undefined;
  };
  const { ignored: why } = parseCommandLine(value, expand, at.held);
  return why === undefined ? undefined : ignored(value, `cannot be taken as it stands: ${why}`);
});
