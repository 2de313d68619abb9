/** What a cut copy answers otherwise than the whole root that it was cut from: it should be nothing but what it does not know. */
import { audit } from '../../src/audit/audit.ts';
import { planBoot } from '../../src/engine/plan.ts';
import { type OpenedRoot, type OpenOptions, openTree } from '../../src/open.ts';
import { cutToSosreport } from './sos-cut.ts';

export interface CutAnswer {
  readonly differences: readonly string[];
  readonly edges: number;
  readonly jobs: number;
  /** Of the whole root, and of the cut. */
  readonly findings: readonly [whole: number, cut: number];
}

/** @param withRun as sos finds a running machine: with what its generators wrote. Else as of one that is not running. */
export function compareCut(whole: OpenedRoot, withRun: boolean, options: OpenOptions): CutAnswer {
  const plain = openTreeOf(whole);
  const cut = openTree(cutToSosreport(withRun ? whole.snapshot : plain), 'cut', options);
  const [edges, cutEdges] = [edgesOf(whole), edgesOf(cut)];
  const [jobs, cutJobs] = [jobsOf(whole), jobsOf(cut)];
  const [found, cutFound] = [findingsOf(whole), findingsOf(cut)];
  return {
    differences: [
      ...(whole.version === cut.version ? [] : [`version ${whole.version}, in the copy ${cut.version}`]),
      ...cut.assumptions.filter(({ code }) => code === 'version-assumed').map(({ message }) => message),
      ...(whole.graph.init.system === cut.graph.init.system ? [] : [`init is ${cut.graph.init.system} in the copy`]),
      ...lacking(edges, cutEdges).map((edge) => `edge missing in the copy: ${edge}`),
      ...lacking(cutEdges, edges).map((edge) => `edge only in the copy: ${edge}`),
      ...lacking(jobs, cutJobs).map((job) => `job missing in the copy: ${job}`),
      ...lacking(cutJobs, jobs).map((job) => `job only in the copy: ${job}`),
      ...lacking(cutFound, found).map((finding) => `finding only in the copy: ${finding}`),
    ],
    edges: edges.size,
    jobs: jobs.size,
    findings: [found.size, cutFound.size],
  };
}

/** The files without what was computed: generators' output is laid over them. */
function openTreeOf(whole: OpenedRoot): OpenedRoot['snapshot'] {
  const hidden = /^\/run\/systemd\/generator/;
  const { snapshot } = whole;
  return {
    ...snapshot,
    list: (path) =>
      hidden.test(path) ? undefined : snapshot.list(path)?.filter(({ name }) => !hidden.test(`${path}/${name}`)),
    lstat: (path) => (hidden.test(path) ? undefined : snapshot.lstat(path)),
  };
}

/** Of the init in force: what another one would do has no part in the boot. */
function edgesOf({ graph }: OpenedRoot): ReadonlySet<string> {
  const own = (id: string): boolean => (graph.nodes.get(id)?.init ?? graph.init.system) === graph.init.system;
  const edges = graph.edges.filter(({ from, to }) => own(from) && own(to));
  return new Set(edges.map(({ from, type, to }) => `${from} ${type} ${to}`));
}

function jobsOf({ graph, version }: OpenedRoot): ReadonlySet<string> {
  const { transaction, failed } = planBoot(graph, { version });
  return new Set([
    ...(failed === null ? [] : [`no transaction: ${failed}`]),
    ...(transaction?.jobs ?? []).map(({ unit, type }) => `${type} ${unit}`),
  ]);
}

function findingsOf(opened: OpenedRoot): ReadonlySet<string> {
  return new Set(audit(opened).map(({ rule, unit, file, line }) => `${rule} ${file ?? unit ?? ''}:${line ?? ''}`));
}

function lacking(of: ReadonlySet<string>, there: ReadonlySet<string>): readonly string[] {
  return [...of].filter((each) => !there.has(each)).sort();
}
