import { basename } from 'node:path';
import { defineCommand } from '../command.ts';
import { SCRIPTS, SHELLS, type Shell } from '../completion-scripts.ts';
import { UsageError } from '../errors.ts';

export const completion = defineCommand({
  options: (yargs) =>
    yargs
      .positional('shell', { choices: SHELLS, describe: 'bash, fish or zsh; that of $SHELL, if none is named' })
      .example('source <($0 completion bash)', 'in ~/.bashrc')
      .example('$0 completion fish > ~/.config/fish/completions/bootscope.fish', 'for fish'),
  run(args) {
    const shell = args.shell ?? shellOf(process.env['SHELL'] ?? '');
    return {
      json: () => ({ format: 'bootscope/completion@1', shell, script: SCRIPTS[shell] }),
      text: () => SCRIPTS[shell],
      data: true,
    };
  },
});

function shellOf(path: string): Shell {
  const found = SHELLS.find((shell) => shell === basename(path));
  if (found !== undefined) return found;
  throw new UsageError(`completion: say which shell: ${SHELLS.join(', ')}`);
}
