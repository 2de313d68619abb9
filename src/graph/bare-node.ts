import type { BootNode, NodeType } from './model.ts';

/** A node of which nothing is known but its name: loaded, in force, without files. */
export function bareNode(id: string, init: BootNode['init'], type: NodeType): BootNode {
  return {
    id,
    init,
    type,
    load: 'loaded',
    effective: true,
    aliases: [],
    description: '',
    fragment: null,
    dropIns: [],
    settings: [],
    facts: {},
  };
}
