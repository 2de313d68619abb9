/** How a unit or a line is lit in the picture: by what it is to the unit, the path or the comparison that is asked for. */
export type Light = 'before' | 'after' | 'path' | 'centre' | 'gone' | 'changed';
