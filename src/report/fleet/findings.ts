/** What an audit of a fleet found, and which ordering cycles its hosts meet: in words. */
import type { FleetCycles } from '../../fleet/questions/cycles.ts';
import type { FleetFindings } from '../../fleet/questions/findings.ts';
import { em } from '../style.ts';
import { count } from '../words.ts';
import { type Page, paragraph } from '../wrap.ts';
import { cellPlace } from './cell-place.ts';
import { csv } from './csv.ts';

export function fleetFindingsText(
  { taken, hosts, audited, findings }: FleetFindings,
  page: Page,
  limit: number,
): string {
  if (hosts === 0) return `No host of ${taken} could be read: nothing is known of findings.`;
  if (audited === 0) return `The facts of ${taken} were made with --no-audit: they hold no findings.`;
  const out = [
    ...paragraph(
      em('strong', `${count(hosts, 'host')} of ${taken}: ${count(findings.length, 'kind')} of findings.`),
      page,
    ),
  ];
  for (const one of findings.slice(0, limit)) {
    const at = cellPlace(one.file, one.line) || (one.unit ?? '');
    const emphasis = one.severity === 'error' ? 'bad' : one.severity === 'warning' ? 'warn' : 'faint';
    out.push('', `${em(emphasis, one.severity)}  ${em('strong', one.rule)}  ${one.hosts} of ${count(hosts, 'host')}`);
    out.push(
      ...paragraph(
        `${at}${one.there < one.hosts ? `, on ${count(one.there, 'host')}` : ''}${one.message === null ? '' : `: ${cut(one.message)}`}`,
        page,
        '    ',
      ),
    );
    out.push(em('faint', `    as ${one.example}`));
  }
  if (findings.length > limit) out.push('', `… and ${findings.length - limit} more; --limit shows them.`);
  return out.join('\n');
}

/** A hostile root may have a unit's name of a megabyte. */
const LONG = 600;

function cut(text: string): string {
  return text.length > LONG ? `${text.slice(0, LONG)}…` : text;
}

/** `bootscope/fleet-findings@1`. */
export function fleetFindingsJson(findings: FleetFindings): unknown {
  return { format: 'bootscope/fleet-findings@1', ...findings };
}

export function fleetFindingsCsv({ findings }: FleetFindings): string {
  return csv(
    ['rule', 'severity', 'hosts', 'findings', 'unit', 'file', 'line', 'there', 'example', 'message'],
    findings.map((f) => [
      f.rule,
      f.severity,
      f.hosts,
      f.findings,
      f.unit,
      f.file,
      f.line,
      f.there,
      f.example,
      f.message,
    ]),
  );
}

export function fleetCyclesText({ taken, hosts, tangled, cycles }: FleetCycles, page: Page, limit: number): string {
  const head =
    tangled === 0
      ? `None of ${count(hosts, 'host')} of ${taken} meets an ordering cycle.`
      : `${tangled} of ${count(hosts, 'host')} of ${taken} ${tangled === 1 ? 'meets' : 'meet'} an ordering cycle; ${count(cycles.length, 'cycle')} in all.`;
  const out = [...paragraph(em('strong', head), page)];
  for (const { hosts: many, members, victims, unbreakable, file, line, example } of cycles.slice(0, limit)) {
    const [first = ''] = members;
    out.push('', ...paragraph(`${em('warn', count(many, 'host'))}: ${[...members, first].join(' → ')}`, page));
    out.push(
      ...paragraph(
        unbreakable
          ? em('bad', 'no boot: each of them is required')
          : `one is left out at each boot: ${victims.join(' or ')}`,
        page,
        '  ',
      ),
    );
    if (file !== null) out.push(...paragraph(`the line at fault: ${em('name', cellPlace(file, line))}`, page, '  '));
    out.push(em('faint', `  as ${example}`));
  }
  if (cycles.length > limit) out.push('', `… and ${cycles.length - limit} more; --limit shows them.`);
  return out.join('\n');
}

/** `bootscope/fleet-cycles@1`. */
export function fleetCyclesJson(cycles: FleetCycles): unknown {
  return { format: 'bootscope/fleet-cycles@1', ...cycles };
}

export function fleetCyclesCsv({ cycles }: FleetCycles): string {
  return csv(
    ['hosts', 'members', 'victims', 'unbreakable', 'file', 'line', 'example'],
    cycles.map((c) => [c.hosts, c.members, c.victims, c.unbreakable, c.file, c.line, c.example]),
  );
}
