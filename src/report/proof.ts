import type { BootEdge, Declaration } from '../graph/model.ts';

/** The place that makes an edge hold: `/lib/systemd/system/a.service:7 After=b.service`. */
export function proofText(edge: BootEdge): string {
  return edge.declared.map(placeOf).join('\n    also ');
}

function placeOf(d: Declaration): string {
  const at = d.file === undefined ? '' : d.line === undefined ? d.file : `${d.file}:${d.line}`;
  const made =
    d.generator === undefined
      ? ''
      : ` (written by ${d.generator}${d.source ? ` from ${d.source.file}${d.source.line ? `:${d.source.line}` : ''}` : ''})`;
  if (d.how === 'rule')
    return `built-in rule ${d.rule}${at ? `, because of ${at}${d.key ? ` ${d.key}=` : ''}` : ''}${made}`;
  if (d.how === 'link') return `link ${at}${made}`;
  return `${at}${d.key ? ` ${d.key}=` : ''}${d.as ?? ''}${made}`;
}
