/** What a picture shows, in a title and one sentence: for who finds it in a wiki without the page around it. */
import { count } from '../../src/report/words.ts';
import { kindOfAsk } from './ask.ts';
import { type Model, unit } from './model.ts';
import type { Picture } from './picture.ts';
import type { State } from './state.ts';
import { show } from './words.ts';

export interface Caption {
  readonly title: string;
  readonly sentence: string;
}

/** Of the picture as it is lit now. */
export function pictureCaption(model: Model, picture: Picture, state: State): Caption {
  const whose = `the boot of ${machine(model)}`;
  const n = model.byId.get(state.unit);
  const aim = model.units[model.data.target]?.id ?? 'no target';
  const lit = (light: string): number =>
    [...picture.lit].filter(([one, its]) => its === light && one < model.units.length).length;
  const made = `${whose} (${madeBy(model)}), ${today()}, by bootscope.`;
  if (state.view === 'why' && state.a !== '')
    return {
      title: state.b === '' ? `What pulls in ${show(state.a)}` : `Why ${show(state.a)} starts after ${show(state.b)}`,
      sentence: `The path of ${count(picture.hot.size, 'dependency', 'dependencies')} that says so, in ${made}`,
    };
  if (state.view === 'diff')
    return {
      title: 'What changed between two boots',
      sentence: `${count(picture.lit.size, 'unit')} changed; the later is ${made}`,
    };
  if (n === undefined)
    return {
      title: `The boot of ${machine(model)}`,
      sentence: `${count(model.started, 'unit')} in ${count(model.waves, 'wave')}, from left to right, up to ${aim}: ${made}`,
    };
  const { id, wave } = unit(model, n);
  const asked = kindOfAsk(state.ask);
  if (asked === 'failed')
    return {
      title: `What is lost if ${show(id)} fails`,
      sentence: `${count(lit('lost'), 'unit')} lost with it, ${lit('late')} only start later, the others untouched: ${made}`,
    };
  if (asked === 'longest')
    return {
      title: `What makes ${show(id)} late`,
      sentence: `The longest chain of waits to it, wave by wave up to ${wave}: ${made}`,
    };
  if (asked === 'later') return { title: `What starts ${show(id)} later`, sentence: `What does so, in ${made}` };
  return {
    title: `What ${show(id)} waits for, and what waits for it`,
    sentence: `${count(lit('before'), 'unit')} must be up before it, ${lit('after')} wait for it: ${made}`,
  };
}

/** Beneath a drawing of a page: what it shows, of which machine, kept on which day. */
export function pageCaption(model: Model, title: string): string {
  return show(`${title}: the boot of ${model.data.root} (${madeBy(model)}), ${today()}, by bootscope.`, 400);
}

function machine(model: Model): string {
  return show(model.data.root.split('/').filter(Boolean).at(-1) ?? model.data.root, 60);
}

function madeBy({ data: { init } }: Model): string {
  return show(`${init.system}${init.version === '' ? '' : ` ${init.version}`}`, 60);
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
