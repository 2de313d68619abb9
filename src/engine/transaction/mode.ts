/** ISOLATE never collects garbage: what only a deleted job wanted is started all the same. */
export type Mode = 'isolate' | 'replace';
