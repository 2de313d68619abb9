/** Ordering cycles: PID 1 deletes jobs until none is left. Which ones is chance; that they are among the victims we tell is compared. */
import { type Prepared, STAYS, unit, wanted } from './prepared.ts';

/** First to next, on and on: each waits for the one before, and the first for the last. */
const RINGS: Readonly<Record<string, readonly string[]>> = {
  two: ['k-two-a', 'k-two-b'],
  three: ['k-three-a', 'k-three-b', 'k-three-c'],
  five: ['k-five-a', 'k-five-b', 'k-five-c', 'k-five-d', 'k-five-e'],
};

export function knots(): Prepared {
  const healthy: Record<string, string> = {};
  for (const ring of Object.values(RINGS))
    ring.forEach((name, at) => {
      const before = ring[(at + ring.length - 1) % ring.length];
      // One of each ring needs the one before it, so that it is lost with that, too.
      const need = at === 1 ? 'Requires' : 'Wants';
      Object.assign(
        healthy,
        wanted(`${name}.service`, unit(`After=${before}.service\n${need}=${before}.service`, STAYS)),
        wanted(`${name}-hangs.service`, unit(`Requires=${name}.service\nAfter=${name}.service`, STAYS)),
      );
    });
  // Two rings that share a unit.
  for (const [name, after] of [
    ['k-eight-a', 'k-eight-b k-eight-c'],
    ['k-eight-b', 'k-eight-a'],
    ['k-eight-c', 'k-eight-a'],
  ] as const)
    Object.assign(
      healthy,
      wanted(
        `${name}.service`,
        unit(
          `After=${after
            .split(' ')
            .map((one) => `${one}.service`)
            .join(' ')}`,
          STAYS,
        ),
      ),
    );
  return { healthy, broken: {}, breakages: [] };
}
