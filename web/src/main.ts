/** Opens the boot inside the page, or one that someone gives it, and shows it. */
import './style.css';
import type { ViewInput } from '../../src/view/format.ts';
import { unpack } from '../../src/view/pack.ts';
import { startApp } from './app.ts';
import { byId } from './dom.ts';
import { fileChooser, onDrop, readFiles } from './open-file.ts';
import { startState } from './state.ts';
import { applyTheme } from './theme.ts';
import { welcome } from './welcome.ts';

const inside = byId('boot-data').textContent ?? '';
startState();
applyTheme();

let shown: ViewInput | undefined;
let stop = (): void => undefined;

function open(input: ViewInput): void {
  stop();
  shown = input;
  stop = startApp(byId('app'), input, { compare: compareWith });
}

/** A second boot beside the one that is shown; the one that was there first counts as the earlier. */
async function compareWith(files: readonly File[]): Promise<void> {
  if (shown === undefined) return;
  const other = await readFiles(files);
  const first = 'format' in shown ? shown : shown[0];
  open('format' in other ? [first, other] : other);
}

function offer(message = ''): void {
  const take = (files: readonly File[]): void => {
    readFiles(files).then(open, (error: unknown) => offer(error instanceof Error ? error.message : String(error)));
  };
  byId('app').replaceChildren(welcome(fileChooser('Choose one graph.json, or two to compare', 'two', take), message));
  byId('app').dataset['ready'] = '';
}

if (inside.trim() === '') offer();
else open(unpack(JSON.parse(inside)));
onDrop((files) => {
  const failed = (error: unknown): void => {
    const message = error instanceof Error ? error.message : String(error);
    if (shown === undefined) offer(message);
    else byId('message').textContent = message;
  };
  if (shown === undefined || files.length > 1) readFiles(files).then(open, failed);
  else compareWith(files).catch(failed);
});
