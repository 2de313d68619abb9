/** Light or dark: the system's choice, until the reader makes one. */
import { go, state } from './state.ts';

const dark = matchMedia('(prefers-color-scheme: dark)');

/** Sets the page's theme from the state; returns whether it changed. */
export function applyTheme(): boolean {
  const wanted =
    state().theme === 'light' || state().theme === 'dark' ? state().theme : dark.matches ? 'dark' : 'light';
  const root = document.documentElement;
  if (root.dataset['theme'] === wanted) return false;
  root.dataset['theme'] = wanted;
  return true;
}

export function switchTheme(): void {
  const next = document.documentElement.dataset['theme'] === 'dark' ? 'light' : 'dark';
  go({ theme: next === (dark.matches ? 'dark' : 'light') ? '' : next }, 'quiet');
}

export function onSystemTheme(listener: () => void, signal: AbortSignal): void {
  dark.addEventListener('change', listener, { signal });
}
