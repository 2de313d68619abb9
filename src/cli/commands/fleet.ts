import { readFileSync } from 'node:fs';
import { fleetCycles } from '../../fleet/questions/cycles.ts';
import { drift } from '../../fleet/questions/drift.ts';
import { fleetFindings } from '../../fleet/questions/findings.ts';
import { groups } from '../../fleet/questions/groups.ts';
import { UnknownUnit } from '../../fleet/questions/names.ts';
import { fleetOrder } from '../../fleet/questions/order.ts';
import { outliers } from '../../fleet/questions/outliers.ts';
import { fleetView } from '../../fleet/questions/view.ts';
import {
  fleetCyclesCsv,
  fleetCyclesJson,
  fleetCyclesText,
  fleetFindingsCsv,
  fleetFindingsJson,
  fleetFindingsText,
} from '../../report/fleet/findings.ts';
import { groupsCsv, groupsJson, groupsText } from '../../report/fleet/groups.ts';
import { fleetOrderCsv, fleetOrderJson, fleetOrderText } from '../../report/fleet/order.ts';
import {
  driftCsv,
  driftJson,
  driftText,
  outliersCsv,
  outliersJson,
  outliersText,
} from '../../report/fleet/outliers.ts';
import { selectedCsv, selectedJson, selectedText } from '../../report/fleet/select.ts';
import { orNear } from '../../report/question-error.ts';
import { count } from '../../report/words.ts';
import type { Page } from '../../report/wrap.ts';
import { fillPage } from '../../view/page.ts';
import { type Answer, defineCommand } from '../command.ts';
import { UsageError } from '../errors.ts';
import { type OpenFleet, openFleet } from '../fleet/database.ts';
import { note } from '../note.ts';
import { ruleNamed } from '../rule-named.ts';
import { wholeNumber } from '../whole-number.ts';
import { writeOutput } from '../write-file.ts';

const QUESTIONS = ['groups', 'outliers', 'findings', 'cycles', 'order', 'drift', 'sql', 'view'] as const;
type Question = (typeof QUESTIONS)[number];

/** What follows the question on the line. */
const WORD: Partial<Readonly<Record<Question, string>>> = { order: 'UNIT', sql: "'SELECT …'", findings: 'RULE' };

/** Where --limit says nothing. */
const TOLD = 30;
/** More than there are hosts; a SELECT may have more than memory holds. */
const ROWS = 100_000;

interface Args {
  readonly dir: string;
  readonly question: Question;
  readonly word: string | undefined;
  readonly after: string | undefined;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly taken: string | undefined;
  readonly limit: number | undefined;
  readonly output: string | undefined;
}

/** The three forms of an answer. */
interface Forms {
  readonly text: (page: Page) => string;
  readonly json: () => unknown;
  readonly csv: () => string;
}

export const fleet = defineCommand({
  options: (yargs) =>
    yargs
      .positional('dir', { type: 'string', demandOption: true, describe: 'the folder that facts --out named' })
      .positional('question', { choices: QUESTIONS, demandOption: true, describe: 'what is asked' })
      .positional('word', { type: 'string', describe: 'order: a unit; findings: a rule; sql: a SELECT' })
      .option('after', { type: 'string', describe: 'order: the unit that it is to start after' })
      .option('from', { type: 'string', describe: 'drift: the earlier day' })
      .option('to', { type: 'string', describe: 'drift: the later day' })
      .option('taken', { type: 'string', describe: 'the day that is asked about; the latest, by default' })
      .option('limit', { type: 'number', describe: `so many are told: ${TOLD}, and of sql ${ROWS} rows` })
      .option('output', { alias: 'o', type: 'string', describe: 'view: the file to write; - is standard output' })
      .option('format', { choices: ['text', 'csv'] as const, default: 'text' as const, describe: 'how it is written' })
      .example('$0 fleet DIR outliers', 'what is not as on most hosts of its group, with file and line')
      .example('$0 fleet DIR order nova-compute --after libvirtd', 'on which hosts it is so')
      .example('$0 fleet DIR drift --from 2026-10-01 --to 2026-11-01', 'what changed')
      .example('$0 fleet DIR view -o fleet.html', 'groups and the units in which they differ, as a page to keep')
      .example("$0 fleet DIR sql 'SELECT host FROM hosts WHERE cycles > 0'", 'anything else, read only'),
  async run(args): Promise<Answer> {
    checkWords(args);
    if (args.limit !== undefined) wholeNumber('--limit', args.limit, 10_000_000);
    const opened = await openFleet(args.dir);
    for (const { taken, parts, of } of opened.missing)
      note(`${args.dir}: ${parts} of ${of} parts of ${taken} are not there yet; the answer is about the others`);
    try {
      if (args.question === 'view') return await view(opened, args);
      const forms = await ASK[args.question](opened, args);
      return {
        json: forms.json,
        text: args.format === 'csv' ? forms.csv : forms.text,
        ...(args.format === 'csv' ? { data: true as const, closed: true } : {}),
      };
    } catch (error) {
      if (error instanceof UnknownUnit) throw new UsageError(`${error.message}${orNear(error.near)}`);
      throw error;
    } finally {
      opened.close();
    }
  },
});

function checkWords(args: Args): void {
  const { question, word, after, from, to } = args;
  const wanted = WORD[question];
  if (word === undefined && (question === 'order' || question === 'sql'))
    throw new UsageError(
      `fleet: say which: bootscope fleet DIR ${question} ${wanted}${question === 'order' ? ' --after UNIT' : ''}`,
    );
  if (word !== undefined && wanted === undefined) throw new UsageError(`fleet: ${question} takes no word: "${word}"`);
  if (question === 'findings' && word !== undefined) ruleNamed(word);
  if ((question === 'order') !== (after !== undefined))
    throw new UsageError(
      question === 'order' ? 'fleet: order wants --after UNIT' : `fleet: ${question} takes no --after`,
    );
  const dated = from !== undefined && to !== undefined;
  if (question === 'drift' ? !dated : from !== undefined || to !== undefined)
    throw new UsageError(
      question === 'drift'
        ? 'fleet: drift wants --from DAY and --to DAY'
        : `fleet: ${question} takes neither --from nor --to`,
    );
}

/** How much the page shows: more is for `sql`. */
const BOUNDS = { rows: 60, columns: 40 };

async function view(fleet: OpenFleet, { taken, output = 'fleet.html' }: Args): Promise<Answer> {
  const template = readFileSync(new URL('./fleet.html', import.meta.url), 'utf8');
  const data = await fleetView(fleet.ask, dayOf(fleet, taken, '--taken'), BOUNDS);
  const html = fillPage(template, data);
  if (output !== '-') writeOutput(output, html);
  const rows = data.groups.reduce((sum, group) => sum + group.rows.length, 0);
  return {
    json: () => ({ format: 'bootscope/fleet-view-written@1', file: output, hosts: data.hosts, rows }),
    ...(output === '-' ? { data: true as const } : {}),
    text: () =>
      output === '-'
        ? html
        : `Wrote ${output}: ${count(data.hosts, 'host')} in ${count(rows, 'kind')} of boots. Open it in any browser; it needs no network.`,
  };
}

/** @throws UsageError where there is no snapshot of that day */
function dayOf({ taken }: OpenFleet, asked: string | undefined, option: string): string {
  const day = asked ?? (taken.at(-1) as string);
  if (taken.includes(day)) return day;
  throw new UsageError(`${option} ${day}: there is ${taken.join(', ')}`);
}

const ASK: Readonly<Record<Exclude<Question, 'view'>, (fleet: OpenFleet, args: Args) => Promise<Forms>>> = {
  async groups(fleet, { taken, limit = TOLD }) {
    const answer = await groups(fleet.ask, dayOf(fleet, taken, '--taken'));
    return {
      text: (page) => groupsText(answer, page, limit),
      json: () => groupsJson(answer),
      csv: () => groupsCsv(answer),
    };
  },
  async outliers(fleet, { taken, limit = TOLD }) {
    const answer = await outliers(fleet.ask, dayOf(fleet, taken, '--taken'), limit);
    return {
      text: (page) => outliersText(answer, page),
      json: () => outliersJson(answer),
      csv: () => outliersCsv(answer),
    };
  },
  async findings(fleet, { taken, limit = TOLD, word }) {
    const answer = await fleetFindings(fleet.ask, dayOf(fleet, taken, '--taken'), word);
    return {
      text: (page) => fleetFindingsText(answer, page, limit),
      json: () => fleetFindingsJson(answer),
      csv: () => fleetFindingsCsv(answer),
    };
  },
  async cycles(fleet, { taken, limit = TOLD }) {
    const answer = await fleetCycles(fleet.ask, dayOf(fleet, taken, '--taken'));
    return {
      text: (page) => fleetCyclesText(answer, page, limit),
      json: () => fleetCyclesJson(answer),
      csv: () => fleetCyclesCsv(answer),
    };
  },
  async order(fleet, { taken, word, after }) {
    const answer = await fleetOrder(fleet.ask, dayOf(fleet, taken, '--taken'), [word ?? '', after ?? '']);
    return {
      text: (page) => fleetOrderText(answer, page),
      json: () => fleetOrderJson(answer),
      csv: () => fleetOrderCsv(answer),
    };
  },
  async drift(fleet, { from, to, limit = TOLD }) {
    const answer = await drift(fleet.ask, dayOf(fleet, from, '--from'), dayOf(fleet, to, '--to'), limit);
    return { text: (page) => driftText(answer, page), json: () => driftJson(answer), csv: () => driftCsv(answer) };
  },
  async sql(fleet, { word, limit = ROWS }) {
    const answer = await fleet.select(word ?? '', limit);
    if (answer.cut) note(`sql: there are more than ${limit} rows; --limit N reads more`);
    return { text: () => selectedText(answer), json: () => selectedJson(answer), csv: () => selectedCsv(answer) };
  },
};
