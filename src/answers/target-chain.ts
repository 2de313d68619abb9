/** The chain of targets of a graph: what the page asks, which has no files. */
export { type ChainStep, targetChain } from '../engine/chain.ts';
