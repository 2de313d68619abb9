/** Which file to write to change a unit, so that neither a package nor a generator undoes it. */
import type { RootFacts } from '../boot/root-facts.ts';
import type { BootNode } from '../graph/model.ts';
import { systemctlFor } from '../words/systemctl.ts';

export interface ToChange {
  /** The file; in a folder of drop-ins it need not exist yet. */
  readonly file: string;
  /** How, and what to mind, in a sentence or two. */
  readonly how: string;
}

/** @returns undefined for what no file changes: a device, a scope, an event */
export function toChange(
  { config, snapshot }: Pick<RootFacts, 'config' | 'snapshot'>,
  node: BootNode,
): ToChange | undefined {
  const { id, fragment } = node;
  if (node.init === 'sysv')
    return fragment === null
      ? undefined
      : {
          file: fragment,
          how: 'Its LSB header says its order and runlevels; update-rc.d or insserv puts them into effect.',
        };
  if (node.init === 'upstart')
    return node.type !== 'job' || fragment === null
      ? undefined
      : {
          file: fragment.replace(/\.conf$/, '.override'),
          how: 'Stanzas there replace those of the job of the same name (init(5)).',
        };
  if (node.type === 'device' || node.type === 'scope') return undefined;
  const systemctl = systemctlFor(config);
  if (node.load === 'masked')
    return { file: `${config}/${id}`, how: `It is masked: ${systemctl} unmask ${id} takes the mask away.` };
  if (node.load === 'not-found' || node.load === 'stub')
    return { file: `${config}/${id}`, how: 'There is no such unit yet: this file would make it one.' };
  const own = fragment?.startsWith(`${config}/`) === true && snapshot.readlink(fragment) === undefined;
  if (own)
    return {
      file: fragment as string,
      how: `It is this machine’s own file: edit it, then ${systemctl} daemon-reload.`,
    };
  const made = node.facts.sourcePath;
  const template = /^([^@]+@).+(\.[a-z]+)$/.exec(id);
  const all = template === null ? '' : ` For every instance of it: ${config}/${template[1]}${template[2]}.d/.`;
  const drop = {
    file: `${config}/${id}.d/override.conf`,
    how: `${systemctl} edit ${id} opens it; what the package brought stays as it is.${all}`,
  };
  if (made === undefined || fragment === null || !/\/generator(\.\w+)?\//.test(fragment)) return drop;
  return { file: made, how: `A generator makes the unit of it at each boot. A drop-in holds, too: ${drop.file}.` };
}
