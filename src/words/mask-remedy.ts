/** Where the mask of a unit comes from, and what takes it off: `systemctl unmask` reaches two folders only (unit_file_unmask). */
import type { BootNode } from '../graph/model.ts';
import { cmdlineItems } from './kernel-cmdline.ts';
import { systemctlFor } from './systemctl.ts';

type Masked = Pick<BootNode, 'id' | 'aliases' | 'fragment'>;

/** Where the manager has its links and looks for units, and the kernel command line: what the opened root has. */
interface Machine {
  readonly config: string;
  readonly cmdline: string;
  readonly loadPath?: readonly string[];
  readonly snapshot?: { readonly readlink: (path: string) => string | undefined };
}

/** The file that is the mask; up to 248 PID 1 says `/dev/null`, to which it leads (FragmentPath). null: no file is known. */
export function maskFile(node: Masked, { loadPath = [], snapshot }: Machine): string | null {
  if (node.fragment !== '/dev/null') return node.fragment;
  const paths = loadPath.flatMap((folder) => [node.id, ...node.aliases].map((name) => `${folder}/${name}`));
  return paths.find((path) => snapshot?.readlink(path) !== undefined) ?? null;
}

export interface MaskRemedy {
  /** The word of the kernel command line that makes the mask. */
  readonly word?: string;
  /** What a person does: a command of systemctl where one reaches the mask, else words. */
  readonly act: string;
  /** What that command does not do, or why it is none of systemctl's. */
  readonly note?: string;
}

/** The word of the kernel command line that masks the unit (systemd-debug-generator(8)); undefined: a file masks it. */
function maskingWord(node: Masked, file: string | null, cmdline: string): string | undefined {
  if (!/^\/run\/systemd\/generator(\.early)?\//.test(file ?? '')) return undefined;
  const names = [node.id, ...node.aliases];
  const item = cmdlineItems(cmdline).find(
    ({ key, value }) =>
      key === 'systemd.mask' && value !== undefined && (names.includes(value) || names.includes(`${value}.service`)),
  );
  return item === undefined ? undefined : `systemd.mask=${item.value}`;
}

/** What takes the mask off a unit whose load state is `masked`. */
export function maskRemedy(node: Masked, machine: Machine): MaskRemedy {
  const { config, cmdline } = machine;
  const fragment = maskFile(node, machine);
  const word = maskingWord(node, fragment, cmdline);
  const beyond = 'systemctl unmask does not reach it';
  if (word !== undefined) return { word, act: `take ${word} off the kernel command line`, note: beyond };
  const systemctl = systemctlFor(config);
  const at = fragment?.lastIndexOf('/') ?? -1;
  if (fragment === null || at < 0) return { act: `${systemctl} unmask ${node.id}` };
  const folder = fragment.slice(0, at);
  // The file's own name: a mask may stand under an alias of the unit.
  const name = fragment.slice(at + 1);
  if (folder === config) return { act: `${systemctl} unmask ${name}` };
  if (folder === config.replace(/^\/etc\//, '/run/'))
    return { act: `${systemctl} unmask --runtime ${name}`, note: 'what lies in /run is gone with the next boot' };
  if (folder.startsWith('/run/')) return { act: `see to it that nothing makes ${fragment}`, note: beyond };
  // The vendor's: own files in the folder above come before it.
  return { act: `put a unit file at ${config}/${name}, or remove ${fragment}`, note: beyond };
}
