/** Every command, in the order of the help. */
import type { Command } from '../command.ts';
import { chain } from './chain.ts';
import { graph } from './graph.ts';
import { show } from './show.ts';
import { transaction } from './transaction.ts';
import { view } from './view.ts';
import { why } from './why.ts';

export const COMMANDS: readonly Command[] = [why, chain, show, transaction, graph, view];
