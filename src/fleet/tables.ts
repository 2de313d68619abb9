/**
 * The tables of a fleet: which columns there are, of what type, and what each means. Writers, readers and docs/fleet.md go by this list.
 * A unit is called by a name that means the same on every host (mask.ts); `raw` keeps the host's own.
 */

/** `text`: a string; `number`: a 32-bit integer; `flag`: true or false. Every cell may be null: it is not known, or there is none. */
export type CellType = 'text' | 'number' | 'flag';
export type Cell = string | number | boolean | null;

export interface Column {
  readonly name: string;
  readonly type: CellType;
  readonly about: string;
}

const text = <const N extends string>(name: N, about: string) => ({ name, type: 'text', about }) as const;
const number = <const N extends string>(name: N, about: string) => ({ name, type: 'number', about }) as const;
const flag = <const N extends string>(name: N, about: string) => ({ name, type: 'flag', about }) as const;

/** What ties a row to its root: `n` is the root's place in the list, `host` what it is called. */
const OF_HOST = [number('n', 'the root’s place in the list, from 1'), text('host', 'what the host is called')] as const;

export const TABLES = {
  hosts: [
    ...OF_HOST,
    text('group', 'hosts of one group are held against each other'),
    text('root', 'the root as the list names it; null with --no-messages'),
    text('status', '`read`; `unreadable`; `time`: it took too long; `memory`: it wanted too much; `bug`'),
    text('error', 'why it is not read'),
    text('init', 'the init in force: systemd, upstart, sysv'),
    text('version', 'of the init'),
    text('target', 'what the boot aims at'),
    number('units', 'units, jobs, scripts and events of the graph'),
    number('started', 'those that every boot starts'),
    number('findings', 'of the audit; null where it was not asked'),
    number('cycles', 'ordering cycles that the boot meets'),
    text('failed', 'why there is no boot at all'),
    text('set_digest', 'which units are started, and which only by chance; without devices'),
    text('order_digest', 'who waits for whom, directly or not, among what is started; without devices'),
    text('boot_digest', 'every dependency with its proof: the key of `edges`'),
    text('units_digest', 'the units with the `state_digest` of each'),
    text('files_digest', 'what all unit files say, comments too'),
    text('devices_digest', 'the host’s own device units'),
    text('tool', 'the program and its version'),
  ],
  units: [
    ...OF_HOST,
    text('unit', 'its name, with what only this host has (ids of devices) as {1}, {2}'),
    text('raw', 'its name on this host, where that is another'),
    text('aliases', 'its other names, a line each'),
    text('init', 'whose it is'),
    text('type', 'service, target, …; script, job, event of other inits'),
    text('load', 'as systemd says it: loaded, not-found, masked, …'),
    text('enabled', 'as systemctl says it: enabled, disabled, static, …; null: no unit file'),
    text('started', '`always`, `sometimes` (chance decides) or `never`'),
    text('job', 'the job of the boot’s transaction'),
    text('lost', 'why its job is dropped: `cycle`, …'),
    text('fate', 'what becomes of it at its turn, where it does not simply come up: `skipped`, `dependency`, …'),
    flag('fate_certain', 'whether that is sure, as far as files can tell'),
    flag('tangled', 'it is on an ordering cycle that the boot meets'),
    flag('effective', 'its init is in force, and nothing hides it'),
    number('wave', 'its place in the order of the start; a lower one is no order between two units'),
    text('fragment', 'its file'),
    text('dropins', 'its drop-ins, a line each'),
    text('files_digest', 'what its files say, comments too'),
    text('settings_digest', 'the settings in force, wherever they stand'),
    text('lines_digest', 'the same with file and line: the key of `settings`'),
    text('edges_digest', 'the dependencies that its lines and links make, wherever they stand'),
    text('waits_digest', 'what it waits for among what is started, directly or not; without devices'),
    text('state_digest', 'all that makes it the same unit as another host’s'),
  ],
  edges: [
    text('boot_digest', 'the graph that it is of: once for all hosts that have the same'),
    text('src', 'the unit that depends'),
    text('dst', 'the unit that it depends on'),
    text('type', 'After, Requires, Wants, …'),
    text('origin', 'why it exists, in systemd’s words'),
    text('by', 'who declares it'),
    text('how', '`line`, `link`, `rule` (built in) or `record`'),
    text('key', 'the key as written'),
    text('written', 'the name as written, where it is another: an alias'),
    text('rule', 'the built-in rule'),
    text('generator', 'who wrote that file'),
    text('file', 'where it stands'),
    number('line', 'the line there'),
    text('source', 'what a generator read to write that file'),
    number('source_line', 'the line there'),
  ],
  settings: [
    text('lines_digest', 'the lines of a unit: once for all units that have the same'),
    text('section', 'Unit, Service, …'),
    text('key', 'the key'),
    text('value', 'as written; with --no-messages a digest of it'),
    text('file', 'where it stands'),
    number('line', 'the line there'),
    flag('overridden', 'a later line makes it void'),
    text('source', 'what a generator made that file from'),
    number('source_line', 'the line there'),
  ],
  findings: [
    ...OF_HOST,
    text('rule', 'the rule of the audit'),
    text('severity', 'error, warning, notice, info'),
    text('unit', 'the unit that it is about'),
    text('file', 'where it stands'),
    number('line', 'the line there'),
    text('message', 'in words; null with --no-messages'),
  ],
  cycles: [
    ...OF_HOST,
    text('cycle', 'one name for the same cycle on every host'),
    text('members', 'its units in the order in which they would run, a line each'),
    text('victims', 'those that PID 1 may leave out, a line each'),
    flag('unbreakable', 'there is no boot: each of them is required'),
    text('file', 'the line at fault'),
    number('line', 'the line there'),
  ],
} as const satisfies Readonly<Record<string, readonly Column[]>>;

export type TableName = keyof typeof TABLES;
export const TABLE_NAMES = Object.keys(TABLES) as readonly TableName[];

interface CellOf {
  readonly text: string;
  readonly number: number;
  readonly flag: boolean;
}
type AnyColumn<T extends TableName> = (typeof TABLES)[T][number];
export type Row<T extends TableName> = {
  readonly [C in AnyColumn<T> as C['name']]: CellOf[C['type']] | null;
};

/** Rows column by column, in the order of TABLES: how they go from thread to thread and into a file. */
export type Columns = readonly (readonly Cell[])[];

/** Columns in the making. */
export type Cells<T extends TableName> = { readonly [C in keyof Row<T>]: Row<T>[C][] };

export function noCells<T extends TableName>(table: T): Cells<T> {
  return Object.fromEntries(TABLES[table].map(({ name }): [string, Cell[]] => [name, []])) as Cells<T>;
}

export function columnsFrom<T extends TableName>(table: T, cells: Cells<T>): Columns {
  return TABLES[table].map(({ name }) => (cells as Readonly<Record<string, readonly Cell[]>>)[name] ?? []);
}

export function columnsOf<T extends TableName>(table: T, rows: readonly Row<T>[]): Columns {
  return TABLES[table].map(({ name }) => rows.map((row) => (row as Readonly<Record<string, Cell>>)[name] ?? null));
}
