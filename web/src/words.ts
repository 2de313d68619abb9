/** Words for edges and proofs, as the terminal says them. */
import { visibleText } from '../../src/report/view-text.ts';
import { edgeType, type Model, type Proof, proofsOf, unit } from './model.ts';

/** What an edge says of its `from`, towards its `to`. */
const VERBS: Readonly<Record<string, string>> = {
  Requires: 'requires',
  Requisite: 'needs already started',
  Wants: 'wants',
  BindsTo: 'is bound to',
  PartOf: 'is part of',
  Upholds: 'upholds',
  Conflicts: 'conflicts with',
  After: 'starts after',
  OnSuccess: 'on success starts',
  OnFailure: 'on failure starts',
  Triggers: 'triggers',
  PropagatesReloadTo: 'reloads with it',
  PropagatesStopTo: 'stops with it',
  JoinsNamespaceOf: 'joins the namespace of',
  InSlice: 'runs in',
  Provides: 'provides',
  StartOn: 'starts on',
  StopOn: 'stops on',
  Emits: 'emits',
};
const PASSIVE: Readonly<Record<string, string>> = {
  Requires: 'required by',
  Requisite: 'needed already started by',
  Wants: 'wanted by',
  BindsTo: 'bound by',
  PartOf: 'has as part',
  Upholds: 'upheld by',
  Conflicts: 'conflicted by',
  After: 'starts before',
  OnSuccess: 'started on success of',
  OnFailure: 'started on failure of',
  Triggers: 'triggered by',
  PropagatesReloadTo: 'reloaded by',
  PropagatesStopTo: 'stopped by',
  JoinsNamespaceOf: 'its namespace is joined by',
  InSlice: 'holds',
  Provides: 'provided by',
  StartOn: 'starts',
  StopOn: 'stops',
  Emits: 'emitted by',
};

export function verb(type: string): string {
  return VERBS[type] ?? type;
}
export function passive(type: string): string {
  return PASSIVE[type] ?? `${type} of`;
}

export function show(text: string): string {
  return visibleText(text, 160);
}

/** `/etc/x.service:7`, or what stands for it where no line does. */
export function placeOf(proof: Proof): string {
  const at = proof.line > 0 ? `${proof.file}:${proof.line}` : proof.file;
  if (proof.how === 'rule')
    return `built-in rule${proof.rule === '' ? '' : ` ${proof.rule}`}${proof.file === '' ? '' : `, from ${at}`}`;
  return at === '' ? 'no file recorded' : proof.how === 'link' ? `link ${at}` : at;
}

/** One declaration in words: who wrote what, where. */
export function proofWords(model: Model, proof: Proof): string {
  const parts = [placeOf(proof)];
  const by = show(unit(model, proof.by).id);
  if (proof.key !== '') parts.push(`${proof.key}=${proof.as === '' ? '' : show(proof.as)} in ${by}`);
  else if (proof.as !== '') parts.push(`under the name ${show(proof.as)}`);
  if (proof.generator !== '') {
    const source =
      proof.sourceFile === '' ? '' : ` from ${proof.sourceFile}${proof.sourceLine > 0 ? `:${proof.sourceLine}` : ''}`;
    parts.push(`written by ${proof.generator}${source}`);
  }
  if (proof.origin !== 'file') parts.push(`(${proof.origin})`);
  return show(parts.join(' · '));
}

/** `a starts after b — /file:3`. */
export function edgeWords(model: Model, e: number): string {
  const { from, to } = model.data.edges;
  const first = proofsOf(model, e)[0];
  const proof = first === undefined ? '' : ` — ${proofWords(model, first)}`;
  return `${show(unit(model, from[e] as number).id)} ${verb(edgeType(model, e))} ${show(unit(model, to[e] as number).id)}${proof}`;
}
