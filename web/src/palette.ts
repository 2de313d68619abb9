/** Colours for the canvas, read from the style sheet: it alone decides them. */
export interface Palette {
  readonly [name: string]: string;
}
const NAMES = [
  'bg',
  'surface',
  'band',
  'line',
  'edge',
  'text',
  'muted',
  'accent',
  'before',
  'after',
  'danger',
  'warn',
] as const;
const HUES = ['service', 'target', 'socket', 'mount', 'timer', 'slice', 'device', 'other'] as const;

export function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const palette: Record<string, string> = {};
  for (const name of NAMES) palette[name] = style.getPropertyValue(`--${name}`).trim();
  for (const hue of HUES) palette[`hue-${hue}`] = style.getPropertyValue(`--hue-${hue}`).trim();
  return palette;
}
