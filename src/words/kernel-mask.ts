/** Masks that the kernel command line asks for (systemd-debug-generator(8)). */
import type { BootNode } from '../graph/model.ts';
import { cmdlineItems } from './kernel-cmdline.ts';

/** The word of the kernel command line that masks the unit (systemd-debug-generator(8)); undefined: a file masks it. */
export function maskingWord(node: Pick<BootNode, 'id' | 'aliases' | 'fragment'>, cmdline: string): string | undefined {
  if (!/^\/run\/systemd\/generator(\.early)?\//.test(node.fragment ?? '')) return undefined;
  const names = [node.id, ...node.aliases];
  const item = cmdlineItems(cmdline).find(
    ({ key, value }) =>
      key === 'systemd.mask' && value !== undefined && (names.includes(value) || names.includes(`${value}.service`)),
  );
  return item === undefined ? undefined : `systemd.mask=${item.value}`;
}
