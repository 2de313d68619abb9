/** An opened archive's tree as bytes that a front end may keep beside the archive, and back again. */
export { flatSize, flatten, unflatten } from './snapshot/archive/flat-tree.ts';
