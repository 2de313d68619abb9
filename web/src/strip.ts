/** The whole boot as a strip: where the eye stands in it, and a way to move it. */

import { h } from './dom.ts';
import { hueOf } from './kinds.ts';
import { LIGHT_COLOUR } from './light.ts';
import type { Model } from './model.ts';
import type { Palette } from './palette.ts';
import type { Picture } from './picture.ts';

/** What part of the picture the screen shows, in the picture's own measure. */
export interface Seen {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Strip {
  readonly element: HTMLElement;
  /** Draws the picture anew; the frame alone, where it is the same. */
  readonly update: (picture: Picture, seen: Seen, palette: Palette) => void;
}

export const STRIP = 46;
const PAD = 5;

/**
 * Longer than 80 lines: two layers of one drawing, and the pointer on it.
 * @param centre is told the point that is to stand in the middle
 */
export function createStrip(model: Model, centre: (x: number, y: number) => void): Strip {
  const canvas = h('canvas', { 'aria-hidden': 'true' });
  const element = h('div', { class: 'strip', title: 'The whole boot: drag to move', hidden: true }, canvas);
  const whole = document.createElement('canvas');
  let drawn: { picture: Picture; palette: Palette; width: number } | undefined;
  let box = { left: 0, top: 0, width: 1, height: 1 };
  const scales = (): readonly [number, number] => [
    (canvas.clientWidth - 2 * PAD) / box.width,
    (STRIP - 2 * PAD) / box.height,
  ];

  const move = (event: PointerEvent): void => {
    const rect = canvas.getBoundingClientRect();
    const [sx, sy] = scales();
    centre(box.left + (event.clientX - rect.left - PAD) / sx, box.top + (event.clientY - rect.top - PAD) / sy);
  };
  element.addEventListener('pointerdown', (event) => {
    element.setPointerCapture(event.pointerId);
    move(event);
  });
  element.addEventListener('pointermove', (event) => {
    if (element.hasPointerCapture(event.pointerId)) move(event);
  });

  const paintWhole = (picture: Picture, palette: Palette, ratio: number): void => {
    const shown = picture.units.filter((u) => picture.shown.unit[u.n] === 1);
    const { x, y } = picture.place;
    const end = { left: 1e9, right: -1e9, top: 1e9, bottom: -1e9 };
    for (const u of shown) {
      end.left = Math.min(end.left, x[u.n] ?? 0);
      end.right = Math.max(end.right, (x[u.n] ?? 0) + 60);
      end.top = Math.min(end.top, y[u.n] ?? 0);
      end.bottom = Math.max(end.bottom, y[u.n] ?? 0);
    }
    box = {
      left: end.left,
      top: end.top,
      width: Math.max(1, end.right - end.left),
      height: Math.max(1, end.bottom - end.top),
    };
    whole.width = Math.round(canvas.clientWidth * ratio);
    whole.height = Math.round(STRIP * ratio);
    const context = whole.getContext('2d');
    if (context === null) return;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const [sx, sy] = scales();
    for (const n of model.data.chain) {
      if (picture.shown.unit[n] !== 1) continue;
      context.fillStyle = palette['hue-target'] ?? '';
      context.globalAlpha = 0.5;
      context.fillRect(PAD + ((x[n] ?? 0) - box.left) * sx, 0, 1, STRIP);
    }
    for (const u of shown) {
      const light = picture.lit.get(u.n);
      context.globalAlpha = picture.lit.size > 0 && light === undefined ? 0.25 : 1;
      context.fillStyle = palette[light === undefined ? `hue-${hueOf(u.type)}` : LIGHT_COLOUR[light]] ?? '';
      const size = u.type === 'group' ? 4 : 2;
      context.fillRect(
        PAD + ((x[u.n] ?? 0) - box.left) * sx - size / 2,
        PAD + ((y[u.n] ?? 0) - box.top) * sy - size / 2,
        size,
        size,
      );
    }
    context.globalAlpha = 1;
  };

  return {
    element,
    update: (picture, seen, palette) => {
      const { place, shown } = picture;
      const outside = picture.units.some((u) => {
        if (shown.unit[u.n] !== 1) return false;
        const [x, y] = [place.x[u.n] ?? 0, place.y[u.n] ?? 0];
        return x < seen.x || x > seen.x + seen.width || y < seen.y || y > seen.y + seen.height;
      });
      element.hidden = !outside;
      if (!outside) return;
      const width = canvas.clientWidth;
      const ratio = Math.min(2, window.devicePixelRatio || 1);
      if (drawn?.picture !== picture || drawn.palette !== palette || drawn.width !== width) {
        canvas.width = Math.round(width * ratio);
        canvas.height = Math.round(STRIP * ratio);
        paintWhole(picture, palette, ratio);
        drawn = { picture, palette, width };
      }
      const context = canvas.getContext('2d');
      if (context === null || whole.width === 0) return;
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.clearRect(0, 0, canvas.width, canvas.height);
      context.drawImage(whole, 0, 0);
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      const [sx, sy] = scales();
      const frame = {
        left: Math.max(1, PAD + (seen.x - box.left) * sx),
        top: Math.max(1, PAD + (seen.y - box.top) * sy),
        right: Math.min(width - 1, PAD + (seen.x + seen.width - box.left) * sx),
        bottom: Math.min(STRIP - 1, PAD + (seen.y + seen.height - box.top) * sy),
      };
      context.strokeStyle = palette['accent'] ?? '';
      context.fillStyle = palette['accent'] ?? '';
      context.lineWidth = 1.5;
      const [w, t] = [Math.max(6, frame.right - frame.left), Math.max(6, frame.bottom - frame.top)];
      context.globalAlpha = 0.12;
      context.fillRect(frame.left, frame.top, w, t);
      context.globalAlpha = 1;
      context.strokeRect(frame.left, frame.top, w, t);
    },
  };
}
