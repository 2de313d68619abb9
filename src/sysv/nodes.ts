/** Ids and nodes of sysvinit's part of the graph. */

import type { Runlevel } from '../behaviours/runlevels.ts';
import { bareNode } from '../graph/bare-node.ts';
import type { GraphBuilder } from '../graph/builder.ts';

/** Service name to script name; the first script that provides it has it. */
export type ServiceNames = ReadonlyMap<string, string>;

export function scriptId(name: string): string {
  return `sysv:${name}`;
}

export function runlevelId(level: Runlevel): string {
  return `runlevel:${level}`;
}

/** The node that a word of a header or of insserv.conf means; made, as not found, where nothing provides it. */
export function nodeOf(builder: GraphBuilder, word: string, names: ServiceNames): string {
  const facility = word.startsWith('$');
  const id = facility ? `lsb:${word}` : scriptId(names.get(word) ?? word);
  if (builder.node(id) === undefined) {
    const known = word === '$all' || word === '$null';
    builder.addNode({
      ...bareNode(id, 'sysv', facility ? 'facility' : 'script'),
      load: known ? 'loaded' : 'not-found',
    });
  }
  return id;
}
