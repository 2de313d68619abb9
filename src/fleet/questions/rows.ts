/** What questions do with the rows that they get. */

/** Rows by a key, the keys in the order in which they are met first. */
export function grouped<T, K>(rows: readonly T[], keyOf: (row: T) => K): ReadonlyMap<K, readonly T[]> {
  const found = new Map<K, T[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const list = found.get(key);
    if (list) list.push(row);
    else found.set(key, [row]);
  }
  return found;
}

/** The hosts of several rows together. */
export function hostsOfAll(rows: readonly { readonly hosts: number }[]): number {
  return rows.reduce((sum, { hosts }) => sum + hosts, 0);
}
