/**
 * The proof that edges rest on, made while units are loaded. One line that names ten units makes ten edges of one proof: they share it, and
 * the list it stands in, since a graph of a hundred thousand units is mostly its proofs.
 */
import { isSameProof } from '../graph/builder.ts';
import type { Declaration, Setting } from '../graph/model.ts';
import type { GeneratedFrom, UnitSource } from './unit-source.ts';

/** What a line, link or rule says, before it is known who says it. */
export type Saying = Omit<Declaration, 'by'>;

/** @param as the name as it is written, where that is told beside the line */
export type Declaring = (by: string, said: Saying, as?: string) => readonly Declaration[];

/** Remembers the last one only: what belongs together is said one after the other. */
export function createDeclaring(source: Pick<UnitSource, 'generatedFrom'>): Declaring {
  let last: { readonly by: string; readonly said: Saying; readonly made: readonly Declaration[] } | undefined;
  return (by, said, as = said.as) => {
    if (last !== undefined && as === said.as && last.said === said && last.by === by) return last.made;
    const from = said.file === undefined ? undefined : source.generatedFrom(said.file);
    const made = [from === undefined ? declaredBy(by, said, as) : generatedDeclaration(by, said, as, from)];
    if (as === said.as) last = { by, said, made };
    return made;
  };
}

/** What rules say: the same record for all that one rule adds to a unit because of one setting. */
export function createRules(): (origin: Declaration['origin'], rule: string, setting?: Setting) => Saying {
  let last: { readonly said: Saying; readonly setting: Setting | undefined } | undefined;
  return (origin, rule, setting) => {
    if (last?.setting === setting && last?.said.rule === rule && last.said.origin === origin) return last.said;
    const place = setting === undefined ? {} : { file: setting.file, line: setting.line, key: setting.key };
    last = { said: { origin, how: 'rule', rule, ...place }, setting };
    return last.said;
  };
}

/** The same record whichever way it is made; nearly all are a line of a file, and those made of one mould take half the memory. */
function declaredBy(by: string, said: Saying, as: string | undefined): Declaration {
  const { origin, how, file, line, key, rule, generator, source } = said;
  const isPlain = generator === undefined && source === undefined;
  if (
    isPlain &&
    rule !== undefined &&
    file === undefined &&
    line === undefined &&
    key === undefined &&
    as === undefined
  )
    return { by, origin, how, rule };
  if (isPlain && rule === undefined && file !== undefined && line !== undefined && key !== undefined)
    return as === undefined ? { by, origin, how, file, line, key } : { by, origin, how, file, line, key, as };
  return { by, ...said, ...(as === undefined ? {} : { as }) };
}

function generatedDeclaration(by: string, said: Saying, as: string | undefined, from: GeneratedFrom): Declaration {
  const source = from.lines?.[said.line ?? -1] ?? from.source;
  return {
    by,
    ...said,
    ...(as === undefined ? {} : { as }),
    generator: from.generator,
    ...(source ? { source } : {}),
  };
}

/**
 * The same without the written names that are the other end's own: what was written is told only where the unit is called otherwise, which
 * is known once all are loaded.
 */
export function createOwnNames(): (
  declared: readonly Declaration[],
  from: string,
  to: string,
) => readonly Declaration[] {
  let last: readonly [Declaration] | undefined;
  return (declared, from, to) => {
    const isOwn = ({ as, by }: Declaration): boolean => as !== undefined && as === (by === from ? to : from);
    const [first] = declared;
    if (first === undefined || !declared.some(isOwn)) return declared;
    if (declared.length > 1) return declared.map((one) => (isOwn(one) ? withoutName(one) : one));
    if (last === undefined || !isSameProof(last[0], first)) last = [withoutName(first)];
    return last;
  };
}

function withoutName({ as: _, ...rest }: Declaration): Declaration {
  return rest;
}
