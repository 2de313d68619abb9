/** Every command, in the order of the help. A command's code is loaded when it is the one asked for. */
import type { Command } from '../command.ts';

export interface CommandEntry {
  /** As yargs reads it: `why <unit>`. */
  readonly usage: string;
  readonly summary: string;
  readonly load: () => Promise<Command>;
  /** It has no use for -r: what a line with one is told. */
  readonly rootless?: string;
  /** It runs in a process of its own: its threads may be past ending (own-process.ts). */
  readonly apart?: true;
}

/** `why` of `why <unit>`. */
export function nameOf(usage: string): string {
  return usage.split(' ')[0] as string;
}

export const COMMANDS: readonly CommandEntry[] = [
  {
    usage: 'why <unit>',
    summary: 'why a unit is started or not; with --after or --before, why in this order',
    load: async () => (await import('./why.ts')).why,
  },
  {
    usage: 'chain [unit]',
    summary: 'the chain of targets from the default target down',
    load: async () => (await import('./chain.ts')).chain,
  },
  {
    usage: 'tree [unit]',
    summary: 'what a unit pulls in, and that in turn, or what pulls it in; each with its proof',
    load: async () => (await import('./tree.ts')).tree,
  },
  {
    usage: 'order [unit]',
    summary: 'the order of the start in waves; for a unit, what it waits for and what waits for it',
    load: async () => (await import('./order.ts')).order,
  },
  {
    usage: 'list [pattern..]',
    summary: 'every unit: loaded, enabled, preset, masked, and what the boot makes of it',
    load: async () => (await import('./list.ts')).list,
  },
  {
    usage: 'show <unit>',
    summary: 'what is known of a unit: files, lines, every dependency with its proof',
    load: async () => (await import('./show.ts')).show,
  },
  {
    usage: 'trace <unit>',
    summary: 'what a unit, job or script executes, down to the last file',
    load: async () => (await import('./trace.ts')).trace,
  },
  {
    usage: 'autostart <unit>',
    summary: 'how it is started in each init of this root, how to call that off, and what the boot would lose',
    load: async () => (await import('./autostart.ts')).autostart,
  },
  {
    usage: 'transaction',
    summary: 'the jobs PID 1 would queue at boot, and what it would drop',
    load: async () => (await import('./transaction.ts')).transaction,
  },
  {
    usage: 'cycles',
    summary: 'units that wait for each other: which one is lost, which line is at fault, what mends it',
    load: async () => (await import('./cycles.ts')).cycles,
  },
  {
    usage: 'audit',
    summary: 'what will go wrong at this boot, and what to do about it',
    load: async () => (await import('./audit.ts')).audit,
  },
  {
    usage: 'diff <before> <after>',
    summary: 'what two roots boot differently: units, order, states, settings, findings',
    load: async () => (await import('./diff.ts')).diff,
    rootless: 'diff takes its two roots as words, and no -r: bootscope diff BEFORE AFTER',
  },
  {
    usage: 'impact [unit]',
    summary: 'what is lost, and what only comes later, if a unit fails; without one, what the boot hangs on',
    load: async () => (await import('./impact.ts')).impact,
  },
  {
    usage: 'what-if',
    summary: 'what a change would do: units masked or enabled, a drop-in, another target or systemd',
    load: async () => (await import('./what-if.ts')).whatIfCommand,
  },
  {
    usage: 'compare [dump]',
    summary: 'what the files say beside what the running systemd had, by its dump',
    load: async () => (await import('./compare.ts')).compare,
  },
  {
    usage: 'critical-chain [unit]',
    summary: 'which starts the boot’s length rests on, by recorded times',
    load: async () => (await import('./critical-chain.ts')).criticalChainCommand,
  },
  {
    usage: 'blame',
    summary: 'how long each start took, the longest first, by recorded times',
    load: async () => (await import('./blame.ts')).blame,
  },
  {
    usage: 'speed-up [unit]',
    summary: 'what would make the boot shorter, by recorded times: each change tried, with its gain and risk',
    load: async () => (await import('./speed-up.ts')).speedUpCommand,
  },
  {
    usage: 'plot',
    summary: 'draw a recorded boot as SVG',
    load: async () => (await import('./plot.ts')).plot,
  },
  {
    usage: 'explain [rule]',
    summary: 'what a rule of the audit looks for, and why',
    load: async () => (await import('./explain.ts')).explain,
  },
  {
    usage: 'explain-log [file]',
    summary: 'what a journal or a console says went wrong at boot, tied to the lines of a root',
    load: async () => (await import('./explain-log.ts')).explainLog,
  },
  {
    usage: 'graph [pattern..]',
    summary: 'the graph or a part of it, for programs and pictures: JSON, DOT, GraphML, Mermaid, …',
    load: async () => (await import('./graph.ts')).graph,
  },
  {
    usage: 'view',
    summary: 'write a page to keep, which shows this boot in any browser',
    load: async () => (await import('./view.ts')).view,
  },
  {
    usage: 'facts',
    summary: 'what thousands of roots boot, as tables to be asked; one part of many for each of many machines',
    load: async () => (await import('./facts.ts')).facts,
    rootless: 'facts takes its roots from a list, and no -r',
    apart: true,
  },
  {
    usage: 'fleet <dir> <question> [word]',
    summary: 'which hosts boot differently, and why: groups, outliers, findings, cycles, order, drift, sql, view',
    load: async () => (await import('./fleet.ts')).fleet,
    rootless: 'fleet takes the folder of the tables as a word, and no -r',
  },
  {
    usage: 'completion [shell]',
    summary: 'a script for bash, fish or zsh that completes commands, options, units and rules',
    load: async () => (await import('./completion.ts')).completion,
  },
];
