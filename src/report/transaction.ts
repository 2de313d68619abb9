import type { Transaction } from '../engine/transaction/build.ts';

/** The jobs PID 1 queues and what it drops, a line each. */
export function transactionText(transaction: Transaction): string {
  const { jobs, dropped, target, version, failed } = transaction;
  return [
    failed ? `No boot: ${failed}` : `${jobs.length} jobs to reach ${target}, as systemd ${version} queues them.`,
    ...jobs.map((job) => `  ${job.type.padEnd(14)} ${job.unit}`),
    ...dropped.map((job) => `  dropped        ${job.unit}: ${job.reason}`),
  ].join('\n');
}
