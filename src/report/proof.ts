/** Where an edge stands written, or which rule makes it: the proof beneath every answer. */
import { type BootEdge, type BootNode, type Declaration, EDGE_TYPES } from '../graph/model.ts';
import { isWrittenAs, writtenWords } from '../words/written-words.ts';
import { isDefaultRule, ruleWords } from './rules.ts';
import { em } from './style.ts';
import { place } from './words.ts';

/** More declarations of one edge than this are counted, not listed. */
const SHOWN = 3;

/** An edge, or as much of it as its proof is told of. */
type Proven = Pick<BootEdge, 'from' | 'to'> & Partial<Pick<BootEdge, 'declared'>>;

/** Of a graph what lines are quoted from. */
export interface Written {
  readonly nodes: { get(id: string): Pick<BootNode, 'settings'> | undefined };
}

const FORWARD: ReadonlySet<string> = new Set(EDGE_TYPES);

/** A line for each declaration, what somebody wrote before what an init adds by itself. */
export function proofLines(graph: Written, edge: BootEdge): readonly string[] {
  const sorted = [...edge.declared].sort((a, b) => Number(a.how === 'rule') - Number(b.how === 'rule'));
  const lines = [...new Set(sorted.map((declaration) => declarationText(graph, edge, declaration)))];
  return lines.length > SHOWN ? [...lines.slice(0, SHOWN), `and by ${lines.length - SHOWN} more`] : lines;
}

/** The proof in one string. @param graph where it is at hand, words are quoted as their line has them */
export function proofText(edge: BootEdge, graph?: Written): string {
  return edge.declared.map((d) => declarationText(graph, edge, d)).join('\n    also ');
}

/** One declaration by itself: its place and what stands there. */
export function declarationLine(d: Declaration): string {
  return declarationText(undefined, { from: d.by, to: '' }, d);
}

function declarationText(graph: Written | undefined, edge: Proven, d: Declaration): string {
  const at = place(d);
  const made = d.generator === undefined ? '' : `, made by ${d.generator}${d.source ? ` from ${place(d.source)}` : ''}`;
  if (d.how === 'record') return recordText(edge, d, at);
  if (d.how === 'link') return `link ${em('name', at)}${made}`;
  if (d.how === 'rule') {
    const setting = at === '' ? '' : `, by ${em('name', at)}${d.key === undefined ? '' : `  ${writtenText(graph, d)}`}`;
    return `built in: ${ruleWords(d.rule)}${isDefaultRule(d.rule) ? ', unless DefaultDependencies=no' : ''}${setting}${made}`;
  }
  if (d.origin === 'inittab' && d.key !== undefined) return `${em('name', at)}  ${d.key}`;
  if (d.origin === 'job-file') return `${em('name', at)}  ${d.key}${d.as === undefined ? '' : ` ${d.as}`}`;
  if (d.origin === 'script') return `${em('name', at)}  ${d.as ?? d.key ?? ''} (in a script: read, not run)`;
  if (d.key === undefined && d.as !== undefined) return `${em('name', at)}  ${d.as}${made}`;
  const other = d.by === edge.from ? edge.to : edge.from;
  // A header of LSB is a comment of a script: `Required-Start: $network`.
  const sign = d.origin === 'lsb-header' ? ': ' : '=';
  return `${em('name', at)}${d.key === undefined ? '' : `  ${d.key}${sign}${amongOthers(graph, d, d.as ?? other)}`}${made}`;
}

/** A line as a dump has it: `After: b.service`, and where its reader had it from, in the dump's own words. */
function recordText(edge: Proven, d: Declaration, at: string): string {
  const forward = d.key === undefined || FORWARD.has(d.key);
  const [block, other] = forward ? [edge.from, edge.to] : [edge.to, edge.from];
  const origins = edge.declared?.filter((one) => one.line === d.line).map(({ origin }) => origin) ?? [d.origin];
  return `${em('name', at)}  ${block}: ${d.key}: ${other}${origins.includes('unsaid') ? '' : ` (${origins.join(', ')})`}`;
}

/** `After=… libvirtd.service …`: the one name of a line that matters here. */
function amongOthers(graph: Written | undefined, d: Declaration, name: string): string {
  const words = writtenWords(settingOf(graph, d)?.value ?? name);
  const at = words.findIndex((word) => isWrittenAs(word, name));
  if (at < 0) return name;
  return `${at > 0 ? '… ' : ''}${words[at]}${at < words.length - 1 ? ' …' : ''}`;
}

/** `PrivateTmp=yes`, cut where it is long. */
function writtenText(graph: Written | undefined, d: Declaration): string {
  const value = settingOf(graph, d)?.value ?? '';
  return `${d.key}=${value.length > 60 ? `${value.slice(0, 59)}…` : value}`;
}

function settingOf(graph: Written | undefined, d: Declaration) {
  return graph?.nodes.get(d.by)?.settings.find((s) => s.file === d.file && s.line === d.line && s.key === d.key);
}
