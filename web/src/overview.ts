/** The story of the boot, told while no unit is chosen: what boots, what is wrong, what takes longest, what this machine's administrator set. */
import { PICTURE } from '../../src/report/about.ts';
import { spanWords } from '../../src/report/span.ts';
import { count } from '../../src/report/words.ts';
import { tookOf } from '../../src/view/format.ts';
import { isFailure } from './ask.ts';
import { askBar } from './ask-bar.ts';
import { type Child, capped, h } from './dom.ts';
import { allFindings } from './findings.ts';
import { longestTo } from './longest.ts';
import { type Model, unit } from './model.ts';
import { ownChanges } from './notable.ts';
import { inTime } from './order.ts';
import { hits } from './search.ts';
import { hrefOf, type State } from './state.ts';
import { unitLink } from './unit-link.ts';
import { show } from './words.ts';

export function overview(model: Model, state: State): Node[] {
  return [
    h('h2', { tabindex: '-1', id: 'story' }, 'This boot'),
    whatBoots(model),
    state.find !== '' && foundPart(model, state.find),
    askBar(model, state),
    isFailure(state.ask) && h('p', { class: 'hint' }, 'Choose a unit in the picture: what is lost with it lights up.'),
    state.ask === 'longest' && h('p', { class: 'hint' }, 'Choose a unit in the picture: what makes it late lights up.'),
    state.ask === 'later' && laterPart(model),
    wrong(model),
    perils(model),
    longest(model),
    model.data.init.system === 'systemd' && changes(model),
    h('section', {}, h('h3', {}, 'How to read the picture'), h('p', {}, PICTURE.wave), h('p', {}, PICTURE.line)),
  ].filter((part) => part !== false && part !== null) as Node[];
}

const INITS: Readonly<Record<string, string>> = { sysv: 'System V init', upstart: 'Upstart' };

function whatBoots(model: Model): HTMLElement {
  const { root, init, story, target, timings } = model.data;
  const aim = model.units[target];
  const more = (n: number | undefined, words: string): string => (n === undefined || n === 0 ? '' : `, ${n} ${words}`);
  return h(
    'div',
    {},
    h(
      'p',
      {},
      h('b', {}, show(root.split('/').filter(Boolean).at(-1) ?? root, 60)),
      ` boots with ${INITS[init.system] ?? show(init.system)}${init.version === '' ? '' : ` ${show(init.version, 20)}`}`,
      aim === undefined ? ', and aims at nothing that it has.' : aim.type === 'event' ? ', beginning with ' : ' for ',
      ...(aim === undefined ? [] : [unitLink(model, aim.n), '.']),
    ),
    h(
      'p',
      {},
      `${count(model.started, 'unit')} in ${count(model.waves, 'wave')}${more(story?.skipped.length, 'of them skipped by a condition')}${more(story?.later.length, 'more come later')}.`,
    ),
    story !== undefined && story.failed !== '' && h('p', { class: 'em-bad' }, show(story.failed, 600)),
    timings !== undefined &&
      h(
        'p',
        {},
        h('a', { href: hrefOf({ view: 'timeline' }) }, 'Its times were recorded'),
        `: ${show(timings.source)}.`,
      ),
  );
}

const SEVERITIES = ['error', 'warning', 'notice'] as const;
/** So many messages of the worst findings stand here. */
const WORST = 3;

function wrong(model: Model): HTMLElement {
  const { cycles, story, audited } = model.data;
  const findings = allFindings(model);
  const of = (severity: string) => findings.filter((finding) => finding.severity === severity);
  const counts = SEVERITIES.flatMap((severity) => {
    const number = of(severity).length;
    return number === 0
      ? []
      : [h('a', { class: 'button', href: hrefOf({ view: 'findings', level: severity }) }, count(number, severity))];
  });
  const notes = of('info').length;
  // What was said while the files were read is no more than a note here.
  const audits = model.data.findings;
  const worst = SEVERITIES.slice(0, 2)
    .flatMap((severity) => audits.filter((finding) => finding.severity === severity))
    .slice(0, WORST);
  const lost = (story?.lost ?? []).flatMap((id) => model.byId.get(id) ?? []);
  const chance = (story?.chance ?? []).flatMap((id) => model.byId.get(id) ?? []);
  const none = cycles.length === 0 && counts.length === 0 && lost.length === 0 && chance.length === 0;
  return h(
    'section',
    {},
    h('h3', {}, 'What is wrong'),
    none && h('p', { class: 'em-good' }, audited ? 'Nothing wrong was found.' : 'The audit has not run for this page.'),
    none &&
      notes > 0 &&
      h('p', {}, h('a', { href: hrefOf({ view: 'findings' }) }, count(notes, 'finding')), ' for information.'),
    cycles.length + counts.length > 0 &&
      h(
        'p',
        { class: 'actions' },
        cycles.length > 0 &&
          h('a', { class: 'button em-bad', href: hrefOf({ view: 'cycles' }) }, count(cycles.length, 'ordering cycle')),
        counts,
      ),
    worst.length > 0 &&
      h(
        'ul',
        { class: 'dependencies' },
        worst.map((finding) =>
          h(
            'li',
            { class: finding.severity === 'error' ? 'culprit' : '' },
            show(finding.message, 300),
            finding.node >= 0 && h('span', {}, ' ', unitLink(model, finding.node, 'chip')),
          ),
        ),
      ),
    named(model, 'Fails, or goes down with what does', lost),
    named(model, 'Started at one boot and not at another', chance),
  );
}

function named(model: Model, title: string, units: readonly number[]): Child {
  return (
    units.length > 0 &&
    h(
      'div',
      {},
      h('h4', {}, `${title} (${units.length})`),
      capped(units, 8, (n) => unitLink(model, n, 'chip'), 'div', 'chips'),
    )
  );
}

function perils(model: Model): Child {
  const perils = (model.data.story?.perils ?? []).filter(({ unit: id }) => model.byId.has(id));
  if (perils.length === 0) return null;
  return h(
    'section',
    {},
    h('h3', {}, 'What the boot hangs on'),
    capped(
      perils,
      4,
      ({ unit: id, lost, perhaps, end }) =>
        h(
          'li',
          end === '' ? {} : { class: 'culprit' },
          unitLink(model, model.byId.get(id) as number, 'full', { ask: 'failed', view: 'waves' }),
          h(
            'span',
            { class: 'told' },
            `if it fails, ${lost > 0 ? `${count(lost, 'unit')} ${lost === 1 ? 'is' : 'are'} lost` : ''}${lost > 0 && perhaps > 0 ? ', ' : ''}${perhaps > 0 ? `${perhaps} perhaps` : ''}${end === '' ? '' : end.startsWith('emergency') || end.startsWith('rescue') ? `, and the boot ends in ${end}` : `, and ${end} is not reached`}`,
          ),
        ),
      'ul',
      'dependencies',
    ),
  );
}

function longest(model: Model): Child {
  const { target, timings } = model.data;
  if (target < 0 || unit(model, target).wave < 0) return null;
  const path = longestTo(model, target);
  if (path.length === 0) return null;
  const units = [...path.map((e) => inTime(model, e)[0]).reverse(), target];
  const slowest = (timings?.units ?? [])
    .map((timing) => ({ n: model.byId.get(timing.unit), took: tookOf(timing) ?? 0 }))
    .filter(({ n, took }) => n !== undefined && units.includes(n) && took > 0)
    .sort((a, b) => b.took - a.took)[0];
  return h(
    'section',
    {},
    h('h3', {}, `The longest chain (${count(path.length, 'wait')})`),
    capped(units, 40, (n) => unitLink(model, n, 'chip'), 'div', 'chips chain-of'),
    slowest !== undefined &&
      h('p', {}, 'Of these ', unitLink(model, slowest.n as number), ` took longest: ${spanWords(slowest.took)}.`),
    h(
      'p',
      { class: 'actions' },
      h(
        'a',
        { class: 'button', href: hrefOf({ unit: unit(model, target).id, ask: 'longest' }) },
        'Show it in the picture',
      ),
    ),
  );
}

function changes(model: Model): HTMLElement {
  const { own, dropIns, masks, enabled } = ownChanges(model);
  return h(
    'section',
    {},
    h('h3', {}, `Set on this machine, in ${show(model.data.config)}`),
    own.length + dropIns.length + masks.length + enabled.length === 0 &&
      h('p', { class: 'none' }, 'Nothing: all is as its packages brought it.'),
    named(model, 'Units of its own', own),
    named(model, 'Changed by drop-ins', dropIns),
    named(model, 'Masked', masks),
    named(model, 'Enabled by links', enabled),
  );
}

/** What the picture lights, as names: from afar not every one of them has room. */
function foundPart(model: Model, word: string): HTMLElement {
  const late = (n: number): number => Number(unit(model, n).wave < 0);
  const found = hits(model, word).sort((a, b) => late(a) - late(b) || (unit(model, a).id < unit(model, b).id ? -1 : 1));
  return h(
    'section',
    { class: 'found' },
    h('h3', {}, `Found “${show(word, 40)}” (${found.length})`),
    found.length === 0
      ? h('p', { class: 'none' }, 'No name and no description holds it.')
      : capped(found, 12, (n) => unitLink(model, n, 'chip'), 'div', 'chips'),
  );
}

function laterPart(model: Model): HTMLElement {
  const later = (model.data.story?.later ?? []).flatMap((id) => model.byId.get(id) ?? []);
  return h(
    'section',
    {},
    h('h3', {}, `Started later (${later.length})`),
    later.length === 0
      ? h('p', { class: 'none' }, 'Nothing in these files starts a unit after the boot.')
      : capped(later, 30, (n) => unitLink(model, n, 'chip'), 'div', 'chips'),
  );
}
