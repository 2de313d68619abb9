/** The page without a boot: what it is for, and how to give it one. */
import { h } from './dom.ts';
import { MAKE_GRAPH } from './open-file.ts';

export function welcome(chooser: HTMLElement, message: string): HTMLElement {
  return h(
    'main',
    { class: 'welcome' },
    h('h1', {}, 'bootscope'),
    h('p', {}, 'Shows how a Linux machine boots: what starts, in which order, and why.'),
    h('p', {}, 'Drop a graph.json anywhere on this page, or two to compare them.'),
    h('p', {}, chooser),
    message !== '' && h('p', { role: 'alert', class: 'em-bad' }, message),
    h('p', { class: 'none' }, 'A graph.json is made from a copy of a machine’s files by:'),
    h('pre', { tabindex: '0' }, MAKE_GRAPH),
    h('p', { class: 'none' }, 'Nothing that you open here leaves this page: it makes no request.'),
  );
}
