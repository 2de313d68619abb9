import { orderPath, pullInPath } from '../engine/why.ts';
import type { BootEdge, BootGraph } from '../graph/model.ts';
import { proofText } from './proof.ts';

export interface WhyAnswer {
  readonly text: string;
  readonly data: {
    readonly unit: string;
    readonly other?: string;
    /** Whether `unit` is started; with `other`, whether it starts after it. */
    readonly holds: boolean;
    readonly path: readonly BootEdge[];
    readonly required?: boolean;
  };
}

/** @param jobs units with a job in the boot transaction: an order on others means nothing. */
export function whyAnswer(graph: BootGraph, jobs: ReadonlySet<string>, unit: string, other?: string): WhyAnswer {
  return other === undefined ? whyStarted(graph, jobs, unit) : whyAfter(graph, jobs, unit, other);
}

function whyStarted(graph: BootGraph, jobs: ReadonlySet<string>, unit: string): WhyAnswer {
  const path = pullInPath(graph, unit) ?? [];
  const holds = jobs.has(unit);
  const load = graph.nodes.get(unit)?.load;
  const lines = [holds ? `${unit} is started at boot.` : `${unit} is not started at boot.`];
  if (load !== undefined && load !== 'loaded') lines.push(`It cannot be: it is ${load}.`);
  else if (path.length === 0 && unit !== graph.target)
    lines.push(`Nothing that ${graph.target} leads to requires or wants it.`);
  return { text: [...lines, ...steps(path, 'pulls in')].join('\n'), data: { unit, holds, path } };
}

function whyAfter(graph: BootGraph, jobs: ReadonlySet<string>, unit: string, other: string): WhyAnswer {
  const path = orderPath(graph, unit, other, (id) => jobs.has(id));
  const required = graph.edges.some(
    (e) =>
      e.from === unit && e.to === other && (e.type === 'Requires' || e.type === 'BindsTo' || e.type === 'Requisite'),
  );
  const wanted = graph.edges.some((e) => e.from === unit && e.to === other && e.type === 'Wants');
  const both = jobs.has(unit) && jobs.has(other);
  if (!path) {
    const back = orderPath(graph, other, unit, (id) => jobs.has(id));
    const lines = [`No: nothing orders ${unit} after ${other}.`];
    if (back) lines.push(`It is the other way round: ${other} starts after ${unit}.`, ...steps(back, 'starts after'));
    else
      lines.push(
        '',
        `To order them, put this into /etc/systemd/system/${unit}.d/order.conf:`,
        '',
        '    [Unit]',
        `    After=${other}`,
      );
    return { text: lines.join('\n'), data: { unit, other, holds: false, path: [], required } };
  }
  const relation = required ? 'ordered and required' : wanted ? 'ordered, and wanted' : 'ordered, not required';
  const lines = [
    both
      ? `Yes: ${unit} starts after ${other}; ${relation}.`
      : `${unit} is ordered after ${other}, but that has no effect in this boot; ${relation}.`,
  ];
  for (const id of [unit, other])
    if (!jobs.has(id))
      lines.push(
        `${id} is not started at boot (${graph.nodes.get(id)?.load ?? 'unknown'}), and an order counts only between units that are.`,
      );
  lines.push('', ...steps(path, 'starts after'), '');
  lines.push(
    required
      ? `If ${other} is missing or fails, ${unit} is not started.`
      : `If ${other} is missing or fails, ${unit} is started all the same: After= alone pulls nothing in.`,
  );
  const direct = graph.edges
    .filter((e) => e.from === unit && e.type === 'After')
    .flatMap((e) => e.declared.filter((d) => d.as !== undefined).map((d) => ({ as: d.as, to: e.to })));
  for (const { as, to } of direct)
    if (as !== undefined && graph.names.get(as) === to) lines.push(`${as} is an alias of ${to} here.`);
  return { text: lines.join('\n'), data: { unit, other, holds: both, path, required } };
}

function steps(path: readonly BootEdge[], verb: string): readonly string[] {
  return path.flatMap((e) => [`  ${e.from} ${verb} ${e.to} (${e.type})`, `    ${proofText(e)}`]);
}
