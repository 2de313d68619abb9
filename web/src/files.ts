/** A unit's files, line by line, as they take effect. */
import type { BootNode, Setting } from '../../src/graph/model.ts';
import { h } from './dom.ts';
import { show } from './words.ts';

export function filesOf(node: BootNode): HTMLElement[] {
  const files = [...new Set([node.fragment ?? '', ...node.dropIns, ...node.settings.map((s) => s.file)])].filter(
    (f) => f !== '',
  );
  if (files.length === 0) return [];
  return [
    h(
      'section',
      {},
      h('h3', {}, files.length === 1 ? 'File' : `Files (${files.length})`),
      files.map((file) => {
        const settings = node.settings.filter((s) => s.file === file);
        const kind = file === node.fragment ? '' : node.dropIns.includes(file) ? 'drop-in' : 'also read';
        return h(
          'figure',
          { class: 'file' },
          h('figcaption', {}, show(file, 600), kind !== '' && h('span', { class: 'tag' }, kind)),
          settings.length === 0 ? h('p', { class: 'none' }, 'No effective lines.') : lines(settings),
        );
      }),
    ),
  ];
}

function lines(settings: readonly Setting[]): HTMLElement {
  let section = '';
  return h(
    'div',
    { class: 'code', tabindex: '0', role: 'group', 'aria-label': 'Effective lines' },
    [...settings]
      .sort((a, b) => a.line - b.line)
      .flatMap((s) => {
        const head =
          s.section !== section && s.section !== '' ? h('div', { class: 'head' }, `[${show(s.section)}]`) : null;
        section = s.section;
        const text = `${show(s.key)}=${show(s.value, 2000)}`;
        return [
          head,
          h(
            'div',
            s.overridden ? { class: 'void', title: 'made void by a later line' } : {},
            h('span', { class: 'number' }, s.line > 0 ? String(s.line) : ''),
            s.overridden ? h('s', {}, text) : h('span', {}, text),
          ),
        ];
      }),
  );
}
