/** What a record of times is, in words. */
import type { Timings, Zero } from '../recorded/timing.ts';
import { spanWords } from './span.ts';

const ZEROS: Readonly<Record<Zero, string>> = {
  systemd: 'counted from the moment that systemd began, as systemd-analyze does',
  kernel:
    "counted from the start of the kernel's clock (in a container, the host's): when systemd began is not recorded there",
  plot: "counted as systemd-analyze plot does: from the kernel's start, in a container from systemd's",
  earliest: 'counted from the first start in it: when systemd began is not recorded there',
};

/** Where times come from, how fine they are, and what 0 stands for. */
export function timesWords({ source, resolution, zero }: Pick<Timings, 'source' | 'resolution' | 'zero'>): string {
  const coarse =
    resolution >= 1_000_000
      ? `, some to the ${spanWords(resolution) === '1s' ? 'second' : spanWords(resolution)} only`
      : '';
  return `Times from ${source}${coarse}, ${ZEROS[zero]}.`;
}
