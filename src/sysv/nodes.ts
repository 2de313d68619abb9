/** Ids and bare nodes of sysvinit's part of the graph. */

import type { GraphBuilder } from '../graph/builder.ts';
import type { BootNode, NodeType } from '../graph/model.ts';
import type { Runlevel } from './runlevels.ts';

/** Service name to script name; the first script that provides it has it. */
export type ServiceNames = ReadonlyMap<string, string>;

export function scriptId(name: string): string {
  return `sysv:${name}`;
}

export function runlevelId(level: Runlevel): string {
  return `runlevel:${level}`;
}

export function bareNode(id: string, type: NodeType): BootNode {
  return {
    id,
    init: 'sysv',
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

/** The node that a word of a header or of insserv.conf means; made, as not found, where nothing provides it. */
export function nodeOf(builder: GraphBuilder, word: string, names: ServiceNames): string {
  const facility = word.startsWith('$');
  const id = facility ? `lsb:${word}` : scriptId(names.get(word) ?? word);
  if (builder.node(id) === undefined) {
    const known = word === '$all' || word === '$null';
    builder.addNode({ ...bareNode(id, facility ? 'facility' : 'script'), load: known ? 'loaded' : 'not-found' });
  }
  return id;
}
