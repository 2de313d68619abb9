/** What a comparison found: by a key that a second boot has, too. */
export type Difference = readonly [key: string, text: string];

export interface Totals {
  boots: number;
  jobs: number;
  orders: number;
  /** Pairs that began the other way round though one is after the other in the files, through others. */
  unsure: number;
  failing: number;
  losses: number;
  impacts: number;
  later: number;
  deleted: number;
  stops: number;
}

export const totals: Totals = {
  boots: 0,
  jobs: 0,
  orders: 0,
  unsure: 0,
  failing: 0,
  losses: 0,
  impacts: 0,
  later: 0,
  deleted: 0,
  stops: 0,
};
