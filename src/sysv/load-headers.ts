/** What LSB headers and insserv.conf say, as edges; where a boot is known, only the order that it keeps. */
import { bareNode } from '../graph/bare-node.ts';
import type { GraphBuilder } from '../graph/builder.ts';
import type { Declaration } from '../graph/model.ts';
import type { BootOrder } from './boot-order.ts';
import type { Facilities } from './facilities.ts';
import type { InitScript } from './init-scripts.ts';
import { type LsbField, type LsbKey, listWords } from './lsb-header.ts';
import { nodeOf, type ServiceNames, scriptId } from './nodes.ts';

export function addFacilities(builder: GraphBuilder, facilities: Facilities, names: ServiceNames): void {
  for (const [name, { file }] of facilities.declared)
    builder.addNode({ ...bareNode(`lsb:${name}`, 'sysv', 'facility'), fragment: file });
  for (const [name, members] of facilities.members)
    for (const member of members) {
      const word = withoutSign(member.name);
      // An optional member that is not installed is nothing at all.
      if (word === '' || (member.name.startsWith('+') && !names.has(word))) continue;
      const id = nodeOf(builder, word, names);
      const by = `lsb:${name}`;
      const proof: Declaration = { by, origin: 'lsb-header', how: 'line', file: member.file, line: member.line };
      builder.declare(by, 'After', id, proof);
      if (id.startsWith('sysv:')) builder.declare(id, 'Provides', by, proof);
    }
}

const START_KEYS: readonly LsbKey[] = ['required-start', 'should-start', 'start-before'];

export function addHeader(
  builder: GraphBuilder,
  script: InitScript,
  names: ServiceNames,
  facilities: Facilities,
  order: BootOrder | undefined,
): void {
  const { header, file } = script.header;
  const by = scriptId(script.name);
  // What nobody provides is no loss, unless it is required.
  for (const [key, field] of header.fields)
    if (field.lost.some((word) => key.startsWith('required') || word.startsWith('$') || names.has(withoutSign(word))))
      builder.diagnose({
        severity: 'warning',
        code: 'lsb-words-lost',
        message: `insserv does not see ${field.lost.join(' ')}: a list ends at two separators in a row`,
        file,
        line: field.line,
        unit: by,
      });
  for (const key of START_KEYS) {
    const field = header.fields.get(key);
    if (field === undefined) continue;
    let said = 0;
    for (const written of listWords(field.value)) {
      const word = withoutSign(written);
      if (word === '' || word === '$null') continue;
      const id = nodeOf(builder, word, names);
      const proof: Declaration = {
        by,
        origin: 'lsb-header',
        how: 'line',
        file,
        line: field.line,
        key: field.written,
        as: word,
      };
      const scripts = scriptsBehind(word, names, facilities);
      const broken = order && scripts.find((other) => isBroken(order, key, script.name, other));
      if (order !== undefined && broken !== undefined && said++ < MAX_SAID)
        sayBroken(builder, order, script, field, key, broken);
      if (key === 'start-before') {
        for (const later of scripts)
          if (later !== script.name && (order === undefined || !isBroken(order, key, script.name, later)))
            builder.declare(nodeOf(builder, later, NO_NAMES), 'After', by, proof);
        if (scripts.length === 0 && !word.startsWith('$')) builder.declare(id, 'After', by, proof);
      } else {
        if (broken === undefined) builder.declare(by, 'After', id, proof);
        // Nothing pulls it in, and insserv refuses to enable this one without it.
        if (key === 'required-start') builder.declare(by, 'Requisite', id, proof);
      }
    }
  }
}

/** Words of one line that are told when they are not kept. */
const MAX_SAID = 3;

const NO_NAMES: ServiceNames = new Map();

function withoutSign(word: string): string {
  return word.replace(/^\+/, '');
}

/** The scripts that a word means in the end: one, or the members of a facility. */
function scriptsBehind(word: string, names: ServiceNames, facilities: Facilities): readonly string[] {
  const scripts = new Set<string>();
  const seen = new Set<string>();
  const todo = [word];
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    if (next.startsWith('$')) for (const { name } of facilities.members.get(next) ?? []) todo.push(withoutSign(name));
    else {
      const script = names.get(next);
      if (script !== undefined) scripts.add(script);
    }
  }
  return [...scripts].sort();
}

/** Both are started, and not in the order that the header asks for. */
function isBroken(order: BootOrder, key: LsbKey, script: string, other: string): boolean {
  if (script === other) return false;
  const [later, earlier] = key === 'start-before' ? [other, script] : [script, other];
  return order.comesAfter(later, earlier) === false;
}

function sayBroken(
  builder: GraphBuilder,
  order: BootOrder,
  script: InitScript,
  field: LsbField,
  key: LsbKey,
  other: string,
): void {
  const [later, earlier] = key === 'start-before' ? [other, script.name] : [script.name, other];
  const { boot } = order.started;
  const phases = boot.includes(later) && !boot.includes(earlier);
  const why = phases
    ? `${later} is started in runlevel S, before anything of ${earlier}'s runlevel`
    : order.parallel
      ? 'the .depend files do not have it wait'
      : 'its S link comes first';
  builder.diagnose({
    severity: phases ? 'warning' : 'error',
    code: phases ? 'sysv-order-across-phases' : 'sysv-order-drift',
    message: `${later} is to start after ${earlier}, but this boot does not keep that order: ${why}`,
    file: script.header.file,
    line: field.line,
    unit: scriptId(script.name),
  });
}
