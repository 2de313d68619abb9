/** What is said of a root on opening it, read from the text that a user gives; and how it is told that there is none to open. */
export { namedVersion, type SystemdBuild } from './behaviours/version.ts';
export { NoSuchPart, RootUnreadable } from './snapshot/source.ts';
export { assumptionWords, parseSupposed } from './systemd/conditions/supposed.ts';
