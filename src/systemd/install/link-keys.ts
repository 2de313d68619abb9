/** Keys of [Install] that name units below which enabling links, the edge that such a link makes, and how its folder ends (UNIT.wants/). */
export const LINK_KEYS = [
  ['WantedBy', 'Wants', 'wants'],
  ['RequiredBy', 'Requires', 'requires'],
  ['UpheldBy', 'Upholds', 'upholds'],
] as const;
