/** What an oracle's PID 1 meets when it starts, since `systemd --test` runs in a container or in the namespace of test/conformance/oracle.ts. */
import type { Surroundings } from '../src/open.ts';

/** A tmpfs on /tmp, and device nodes that are mounts of their own; no presets are applied. */
export const AS_TESTED = {
  presets: 'as-they-are',
  mounted: [
    { path: '/tmp', fsType: 'tmpfs' },
    { path: '/dev/null', fsType: 'devtmpfs' },
  ],
} as const satisfies Surroundings;
