/** Why a job does not start, in a line: what it waits for and why that does not come. */
import type { NoEffect } from '../../graph/model.ts';
import type { Blockage, Holder } from './blockages.ts';
import type { NotStarted } from './boot.ts';
import type { Missing, MissingReason } from './missing.ts';

const MAX_NAMED = 3;

/** @param byChance it is started where other things of the boot come first */
export function notStartedEffect(name: string, why: NotStarted, file: string, byChance = false): NoEffect {
  const effect = effectOf(name, why, file);
  return byChance
    ? {
        ...effect,
        code: 'by-chance',
        text: `${effect.text}; where other things of this boot come first, it is started`,
      }
    : effect;
}

function effectOf(name: string, why: NotStarted, file: string): NoEffect {
  switch (why.code) {
    case 'manual': {
      const { file: at = file, line } = why.declared;
      return {
        code: at.endsWith('.override') ? 'override' : 'manual',
        text: `${at}${line === undefined ? '' : `:${line}`} says "manual", so no event starts it; "start ${name}" does`,
        file: at,
        ...(line === undefined ? {} : { line }),
      };
    }
    case 'no-start-on':
      return {
        code: 'no-start-on',
        text: `${file} has no "start on": only "start ${name}" or another job starts it`,
        file,
      };
    case 'lost-start-on': {
      const { file: at = file, line } = why.declared;
      return {
        code: 'lost-start-on',
        text: `${at}${line === undefined ? '' : `:${line}`}: ${why.message}; the "start on" of ${file} was gone by then, so no event starts it`,
        file: at,
        ...(line === undefined ? {} : { line }),
      };
    }
    case 'instance': {
      const { file: at = file, line } = why.declared;
      return {
        code: 'instance-unset',
        text: `${at}${line === undefined ? '' : `:${line}`} asks for $${why.variable}, which the event that would start it does not carry`,
        file: at,
        ...(line === undefined ? {} : { line }),
      };
    }
    case 'guard': {
      const { file: at = file, line } = why.declared;
      return {
        code: 'stops-itself',
        text: `${at}${line === undefined ? '' : `:${line}`}: its pre-start ${why.how === 'stop' ? 'stops it' : 'fails'} by what is in this root, so its main process is not run`,
        file: at,
        ...(line === undefined ? {} : { line }),
      };
    }
    case 'branch': {
      const { file: at = file, line } = why.declared;
      return {
        code: 'in-a-branch',
        text: `no event starts it in this boot; ${why.by} does where that branch of its script is taken (${at}${line === undefined ? '' : `:${line}`})`,
        file: at,
        ...(line === undefined ? {} : { line }),
      };
    }
    case 'endless':
      return {
        code: 'endless',
        text: `${file}: its start and other jobs' starts call for each other without end`,
        file,
      };
    case 'waits': {
      const [first] = why.missing;
      const named = why.missing.slice(0, MAX_NAMED).map(missingText);
      const more = why.missing.length - named.length;
      const came = why.came.length === 0 ? '' : `${why.came.map((one) => `"${one}"`).join(' and ')} has come; `;
      const at = first === undefined ? file : `${first.file}:${first.line}`;
      return {
        code: 'never-started',
        text: `${at}: ${came}it waits for ${named.join('; and for ')}${more > 0 ? `; and for ${more} more` : ''}`,
        file: first?.file ?? file,
        ...(first === undefined ? {} : { line: first.line }),
      };
    }
  }
}

/** Of an event that jobs name and that does not come; of one that init emits for every job, whose job is the thing to ask for. */
export function absentEffect(name: string, reason: MissingReason | undefined): NoEffect | undefined {
  if (/^(starting|started|stopping|stopped)$/.test(name))
    return { code: 'of-every-job', text: `init emits "${name}" for every job; ask for the job` };
  return reason === undefined
    ? undefined
    : {
        code: 'never-comes',
        text: `"${name}" is ${reason.code === 'nobody-emits' ? '' : 'an event '}${reasonText(reason)}`,
      };
}

export function missingText({ event, reason }: Missing): string {
  return `"${event}", ${reasonText(reason)}`;
}

function reasonText(reason: MissingReason): string {
  switch (reason.code) {
    case 'nobody-emits':
      return `an event that nobody here emits${reason.when === undefined ? '' : `: it would come when ${reason.when}, and no job here sees to that`}`;
    case 'outside':
      return `which comes only when ${reason.when}`;
    case 'emitter-not-started':
      return `which ${names(reason.emitters)} would emit, but ${reason.emitters.length === 1 ? 'that job is' : 'none of them is'} not started`;
    case 'emitter-blocked':
      return `which ${names(reason.emitters)} would emit, but never comes to it`;
    case 'arguments':
      return reason.seen.length === 0
        ? 'which never comes'
        : `but what comes is ${reason.seen.map((one) => `"${one}"`).join(', ')}`;
    case 'variable':
      return `and $${reason.variable} has no value in a "start on": it never matches`;
    case 'unknown-job':
      return `and there is no job called ${reason.job}`;
    case 'job-not-started':
      return `but ${reason.job} is not started`;
    case 'job-keeps-running':
      return `but ${reason.job} keeps running`;
    case 'job-blocked':
      return `but ${reason.job} never gets that far: it waits itself`;
  }
}

function names(list: readonly string[]): string {
  const shown = list.slice(0, MAX_NAMED).join(', ');
  return list.length > MAX_NAMED ? `${shown} and ${list.length - MAX_NAMED} more` : shown;
}

/** `a waits for b waits for a`; of a long circle both ends, since each of its jobs is told with all of it. */
export function circleText(cycle: readonly string[]): string {
  const over = cycle.length - 2 * MAX_NAMED;
  const shown = over > 1 ? [...cycle.slice(0, MAX_NAMED), `${over} others`, ...cycle.slice(-MAX_NAMED)] : cycle;
  return shown.join(' waits for ');
}

/** `mountall never goes on: its script waits for "A", which C holds until "B" comes; and B can only come after mountall goes on`. */
export function blockageText(blockage: Blockage): string {
  const { waiting, how, event, heldBy, cycle } = blockage;
  const what =
    how === 'script' ? 'its script waits until everything that the event starts is there' : `it stays "${how}"`;
  const holders = heldBy.map(holderText).join('; ');
  const loop = cycle === undefined ? '' : `. A deadlock: ${circleText(cycle)}`;
  return `${waiting} never goes on: ${what}, and the event "${event}" is not done${holders === '' ? '' : `: ${holders}`}${loop}`;
}

function holderText(holder: Holder): string {
  if (holder.kind === 'job') return `${holder.job} is still "${holder.state}"`;
  return `${holder.job} (${holder.file}:${holder.line}) keeps it until ${holder.needs.map((one) => `"${one}"`).join(', ')} comes too`;
}
