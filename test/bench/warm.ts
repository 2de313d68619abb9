/** What a process that is warm takes: a root opened and its boot planned, again and again; the viewer's data. */
import { rmSync } from 'node:fs';
import { planBoot } from '../../src/engine/plan.ts';
import { openFolder } from '../../src/open.ts';
import { viewOf } from '../../src/view/of-graph.ts';
import { heading, line, measured, median, silent } from './processes.ts';
import { serverRoot } from './view-roots.ts';

const TIMES = 30;

export function warm(root: string): void {
  const runs = Array.from({ length: TIMES }, () =>
    measured(
      silent(() => {
        const { graph, version } = openFolder(root);
        planBoot(graph, { version });
      }),
    ),
  ).slice(TIMES / 2);
  heading(`${root}, opened and planned in a warm process`, '1 s');
  const cpu = runs.reduce((sum, run) => sum + run.cpu, 0) / runs.length;
  line([
    'a root',
    cpu.toFixed(3),
    median(runs.map(({ wall }) => wall)).toFixed(3),
    '',
    `${(1 / cpu).toFixed(0)} a second`,
  ]);
}

export function viewData(size: number): void {
  const root = serverRoot(size);
  try {
    const runs = Array.from({ length: 3 }, () => {
      const opened = openFolder(root);
      planBoot(opened.graph, { version: opened.version });
      return measured(silent(() => viewOf(opened)));
    });
    heading(`View data of ${size} started units`, '1 s');
    line([
      'layout and data',
      median(runs.map(({ cpu }) => cpu)).toFixed(2),
      median(runs.map(({ wall }) => wall)).toFixed(2),
      '',
      '',
    ]);
  } finally {
    rmSync(root, { recursive: true });
  }
}
