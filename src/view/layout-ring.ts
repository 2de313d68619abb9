/** Where the members of an ordering cycle stand: on a ring, in the order in which each starts before the next. */

export interface Ring {
  readonly width: number;
  readonly height: number;
  readonly members: readonly { readonly x: number; readonly y: number; readonly side: 'left' | 'right' | 'middle' }[];
}

/** @param widths of the labels; the first member stands at the top, the others follow clockwise */
export function ringLayout(widths: readonly number[], spacing = 74): Ring {
  const size = widths.length;
  const radius = size < 2 ? 40 : Math.max(56, (size * spacing) / (2 * Math.PI));
  const angles = widths.map((_, k) => (k / Math.max(1, size)) * 2 * Math.PI - Math.PI / 2);
  const sideOf = (angle: number): 'left' | 'right' | 'middle' =>
    Math.abs(Math.cos(angle)) < 0.1 ? 'middle' : Math.cos(angle) > 0 ? 'right' : 'left';
  const need = (side: 'left' | 'right'): number =>
    angles.reduce(
      (most, angle, k) =>
        Math.max(
          most,
          sideOf(angle) === side
            ? (widths[k] ?? 0) + 16 - radius * (1 - Math.abs(Math.cos(angle)))
            : (widths[k] ?? 0) / 2 - radius,
        ),
      60,
    );
  const [left, right, margin] = [need('left'), need('right'), 44];
  return {
    width: left + right + 2 * radius,
    height: 2 * (radius + margin),
    members: angles.map((angle) => ({
      x: left + radius + Math.cos(angle) * radius,
      y: margin + radius + Math.sin(angle) * radius,
      side: sideOf(angle),
    })),
  };
}
