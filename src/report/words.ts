/** The words for what edges, states and counts mean: said once, used by every answer. */
import type { BootEdge, BootNode, EdgeType, LoadState } from '../graph/model.ts';

/** `FROM verb TO`, in words. */
export const RELATION: Readonly<Record<EdgeType, string>> = {
  Requires: 'requires',
  Requisite: 'requires, already running,',
  Wants: 'wants',
  BindsTo: 'is bound to',
  PartOf: 'is part of',
  Upholds: 'upholds',
  Conflicts: 'conflicts with',
  After: 'starts after',
  OnSuccess: 'on success starts',
  OnFailure: 'on failure starts',
  Triggers: 'activates',
  PropagatesReloadTo: 'passes reloads on to',
  PropagatesStopTo: 'passes stops on to',
  JoinsNamespaceOf: 'joins the namespace of',
  InSlice: 'runs in',
  Provides: 'provides',
  StartOn: 'starts on',
  StopOn: 'stops on',
  Emits: 'emits',
};

/** The verb of one edge: under Upstart a job emits an event, and an event starts a job. */
export function relationOf(edge: Pick<BootEdge, 'from' | 'type' | 'to'>): string {
  if (edge.type !== 'Triggers' || !/^(event|upstart|sysv):/.test(edge.from)) return RELATION[edge.type];
  return edge.to.startsWith('event:') ? 'emits' : edge.to.startsWith('sysv:') ? 'runs' : 'starts';
}

/** `TO verb FROM`: the same edge read backwards. */
export const INVERSE_RELATION: Readonly<Record<EdgeType, string>> = {
  Requires: 'is required by',
  Requisite: 'is required, already running, by',
  Wants: 'is wanted by',
  BindsTo: 'binds',
  PartOf: 'has as a part',
  Upholds: 'is upheld by',
  Conflicts: 'conflicts with',
  After: 'starts before',
  OnSuccess: 'is started on success of',
  OnFailure: 'is started on failure of',
  Triggers: 'is activated by',
  PropagatesReloadTo: 'is reloaded with',
  PropagatesStopTo: 'is stopped with',
  JoinsNamespaceOf: 'shares its namespace with',
  InSlice: 'holds',
  Provides: 'is provided by',
  StartOn: 'starts',
  StopOn: 'stops',
  Emits: 'is emitted by',
};

/** The key of a dependency as it is read from its other end, in systemd's words. */
export const INVERSE_KEY: Readonly<Record<EdgeType, string>> = {
  Requires: 'RequiredBy',
  Requisite: 'RequisiteOf',
  Wants: 'WantedBy',
  BindsTo: 'BoundBy',
  PartOf: 'ConsistsOf',
  Upholds: 'UpheldBy',
  Conflicts: 'ConflictedBy',
  After: 'Before',
  OnSuccess: 'OnSuccessOf',
  OnFailure: 'OnFailureOf',
  Triggers: 'TriggeredBy',
  PropagatesReloadTo: 'ReloadPropagatedFrom',
  PropagatesStopTo: 'StopPropagatedFrom',
  JoinsNamespaceOf: 'JoinsNamespaceOf',
  InSlice: 'SliceOf',
  Provides: 'ProvidedBy',
  StartOn: 'Starts',
  StopOn: 'Stops',
  Emits: 'EmittedBy',
};

export const LOAD_WORDS: Readonly<Record<LoadState, string>> = {
  loaded: 'loaded',
  stub: 'mentioned, never loaded',
  'not-found': 'not found: no unit file of that name',
  masked: 'masked: it can never be started',
  'bad-setting': 'refused by systemd for a bad setting',
  error: 'unreadable to systemd',
  merged: 'another name of a unit',
};

/** What became of loading a unit, with the reason where there is one. */
export function loadWords(node: BootNode): string {
  return node.load === 'loaded' || node.loadError === undefined
    ? LOAD_WORDS[node.load]
    : `${LOAD_WORDS[node.load]} (${node.loadError.message})`;
}

/** `1 unit`, `2 units`. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listing(names: readonly string[], join = 'and'): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} ${join} ${names.at(-1)}`;
}

/** As `listing`; of more than `most` names the rest are counted: `a, b and 3 more`. */
export function fewOf(names: readonly string[], most: number): string {
  const left = names.length - most;
  return listing(left > 0 ? [...names.slice(0, most), `${left} more`] : names);
}

/** `/etc/fstab:3`, or the file alone. */
export function place(at: { readonly file?: string; readonly line?: number }): string {
  return at.file === undefined ? '' : at.line === undefined ? at.file : `${at.file}:${at.line}`;
}
