/** Every key of the page, in one table: what it does is also what the help sheet says. */
import { h } from './dom.ts';

export interface KeyAction {
  /** As `KeyboardEvent.key` says it. */
  readonly keys: readonly string[];
  /** As the help sheet says it. */
  readonly shown: string;
  readonly words: string;
  readonly run: () => void;
}

/** Keys typed into a field are the field's, Enter and arrows on a link or list are theirs, and what a dialog covers does not answer. */
export function listen(actions: readonly KeyAction[], find: () => void, signal: AbortSignal): void {
  const onKey = (event: KeyboardEvent): void => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      find();
      return;
    }
    const on = event.target instanceof Element ? event.target : document.body;
    if (event.ctrlKey || event.metaKey || event.altKey || on.closest('dialog[open]')) return;
    const typing = on.matches('input:not([type=checkbox]), select, textarea');
    if (typing && event.key !== 'Escape') return;
    const own = event.key === 'Enter' || event.key.startsWith('Arrow');
    if (own && on !== document.body && !on.matches('#cy')) return;
    const action = actions.find(({ keys }) => keys.includes(event.key));
    if (action === undefined) return;
    event.preventDefault();
    if (typing) (on as HTMLElement).blur();
    else action.run();
  };
  addEventListener('keydown', onKey, { signal });
}

export function createHelp(actions: readonly KeyAction[]): { element: HTMLDialogElement; open: () => void } {
  const element = h(
    'dialog',
    { class: 'help', 'aria-labelledby': 'help-title' },
    h(
      'div',
      { class: 'bar' },
      h('h2', { id: 'help-title' }, 'Keys and signs'),
      h('button', { type: 'button', class: 'icon', 'aria-label': 'Close', onclick: () => element.close() }, '×'),
    ),
    h(
      'dl',
      {},
      actions.flatMap(({ shown, words }) => [
        h(
          'dt',
          {},
          shown.split(' ').map((key) => h('kbd', {}, key)),
        ),
        h('dd', {}, words),
      ]),
    ),
    h(
      'p',
      {},
      'From left to right the boot runs in waves: a unit stands one column after the last of those that it waits for. Broad bands end at a milestone, the target named above them. ',
      'Choose a unit: what must be up before it lights up in one colour, what waits for it in another. Lines that others already imply are left out.',
    ),
  );
  element.addEventListener('click', (event) => {
    if (event.target === element) element.close();
  });
  return { element, open: () => !element.open && element.showModal() };
}
