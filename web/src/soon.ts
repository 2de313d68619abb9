/** Work that the next picture need not wait for, a piece at a time, so that whatever the reader does comes between. */

export interface Soon {
  /** Does at once what is left. */
  readonly finish: () => void;
  /** Leaves it undone. */
  readonly drop: () => void;
}

/**
 * Runs the pieces one after the other once the browser has painted what there is.
 * @param rest ms that must go by first: where a piece takes long, who walks from unit to unit with a key held down must not wait for each
 * @param done when the last is done, not where they are dropped
 */
export function afterFrame(pieces: readonly (() => void)[], rest: number, done: () => void): Soon {
  let next = 0;
  let over = false;
  const finish = (): void => {
    if (over) return;
    over = true;
    while (next < pieces.length) pieces[next++]?.();
    done();
  };
  const step = (): void => {
    if (over) return;
    if (next < pieces.length - 1) {
      pieces[next++]?.();
      setTimeout(step);
    } else finish();
  };
  requestAnimationFrame(() => setTimeout(step, rest));
  return {
    finish,
    drop: () => {
      over = true;
    },
  };
}

/** So long, in ms, after the reader last pressed, turned or dragged something, nothing moves any more that could jerk. */
const PAUSE = 300;
const MOVES = ['pointerdown', 'pointermove', 'wheel', 'keydown', 'touchmove'] as const;

/** Runs the pieces one after the other, each in a pause of the reader's. */
export function inPauses(pieces: readonly (() => unknown)[], signal: AbortSignal): void {
  const rest = [...pieces];
  const over = new AbortController();
  signal.addEventListener('abort', () => over.abort(), { signal: over.signal });
  let moved = performance.now();
  for (const name of MOVES)
    addEventListener(
      name,
      (event) => {
        if (!(event instanceof PointerEvent) || event.buttons > 0) moved = event.timeStamp;
      },
      { capture: true, passive: true, signal: over.signal },
    );
  const step = (): void => {
    if (over.signal.aborted) return;
    if (performance.now() - moved >= PAUSE) rest.shift()?.();
    if (rest.length > 0) wait();
    else over.abort();
  };
  // Not every browser tells when it is idle.
  const wait = (): void => {
    if ('requestIdleCallback' in window) requestIdleCallback(step);
    else setTimeout(step, PAUSE);
  };
  wait();
}
