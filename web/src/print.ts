/** On paper the picture is a drawing in light colours, whole; the other views print as they are. */

import type { Caption } from './caption.ts';
import { h } from './dom.ts';
import type { Model } from './model.ts';
import { readPalette } from './palette.ts';
import type { Picture } from './picture.ts';
import { pictureSvg } from './picture-svg.ts';

export function printPicture(
  model: Model,
  current: () => { readonly picture: Picture; readonly caption: Caption } | undefined,
  signal: AbortSignal,
): void {
  const root = document.documentElement;
  let theme = root.dataset['theme'];
  addEventListener(
    'beforeprint',
    () => {
      theme = root.dataset['theme'];
      root.dataset['theme'] = 'light';
      const now = current();
      document.getElementById('print')?.remove();
      if (now !== undefined)
        document
          .getElementById('stage')
          ?.append(h('div', { id: 'print' }, pictureSvg(model, now.picture, readPalette(), now.caption)));
    },
    { signal },
  );
  addEventListener(
    'afterprint',
    () => {
      if (theme !== undefined) root.dataset['theme'] = theme;
      document.getElementById('print')?.remove();
    },
    { signal },
  );
}
