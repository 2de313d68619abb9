/** The public library: open a root, ask the engine. */

export { targetChain } from './engine/chain.ts';
export { startOrder, waitingOf } from './engine/order.ts';
export { type BootPlan, planBoot } from './engine/plan.ts';
export { type Selection, selectGraph } from './engine/select.ts';
export { buildTransaction } from './engine/transaction/build.ts';
export { orderPath, pullInPath, pullInPaths, requirementOf, strongestOrderPath } from './engine/why.ts';
export { type WhyNot, whyNotStarted } from './engine/why-not.ts';
export type * from './graph/model.ts';
export { type OpenedRoot, type OpenOptions, openFolder, openRoot, openTree } from './open.ts';
export { RootUnreadable } from './snapshot/source.ts';
export { readJobFiles } from './upstart/job-files.ts';
export { planUpstartBoot, type UpstartBoot } from './upstart/simulate/boot.ts';
export { readBootFacts } from './upstart/simulate/facts.ts';
