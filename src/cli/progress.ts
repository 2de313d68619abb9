/** How far a long read has come, on a terminal: one line on standard error, gone again before the answer. */

const FIRST_AFTER = 1000;
const EVERY = 200;

export interface Progress {
  /** Told how many bytes have been read. */
  readonly read: (bytes: number) => void;
  /** Takes the line away. */
  readonly end: () => void;
}

/**
 * @param label what is read
 * @param size of it in bytes, where it is known
 * @param write to the terminal
 */
export function progress(
  label: string,
  size: number | undefined,
  write: (text: string) => void,
  now = Date.now,
): Progress {
  const begun = now();
  let shown = begun + FIRST_AFTER - EVERY;
  let isShown = false;
  return {
    read: (bytes) => {
      const at = now();
      if (at - shown < EVERY) return;
      shown = at;
      isShown = true;
      const part = size === undefined || size === 0 ? '' : ` of ${mega(size)} (${Math.floor((bytes / size) * 100)} %)`;
      write(`\r\u001b[Kreading ${label}: ${mega(bytes)}${part}`);
    },
    end: () => {
      if (isShown) write('\r\u001b[K');
      isShown = false;
    },
  };
}

function mega(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}
