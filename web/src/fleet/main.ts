/** Opens the fleet inside the page, and shows it. */
import type { FleetView } from '../../../src/fleet/questions/view.ts';
import { byId } from '../dom.ts';
import { fleetPage } from './page.ts';

const dark = matchMedia('(prefers-color-scheme: dark)');
const paint = (): void => {
  document.documentElement.dataset['theme'] = dark.matches ? 'dark' : 'light';
};
paint();
dark.addEventListener('change', paint);

const inside = byId('boot-data').textContent ?? '';
const app = byId('app');
app.replaceChildren(...(inside.trim() === '' ? [noFleet()] : fleetPage(JSON.parse(inside) as FleetView)));
app.dataset['ready'] = '';

function noFleet(): HTMLElement {
  const main = document.createElement('main');
  main.textContent = 'No fleet is in this page; bootscope fleet DIR view -o fleet.html writes one.';
  return main;
}
