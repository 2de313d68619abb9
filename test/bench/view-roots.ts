/** Roots of a given size that look like a server: services in groups behind the targets of a sample root. */
import { cpSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SAMPLE = fileURLToPath(new URL('../../sample-roots/modern-server', import.meta.url));

/** @param size about how many units the boot starts; @returns the folder */
export function serverRoot(size: number): string {
  const root = mkdtempSync(join(tmpdir(), 'bootscope-view-bench-'));
  cpSync(SAMPLE, root, { recursive: true, verbatimSymlinks: true });
  const units = join(root, 'etc/systemd/system');
  const wants = join(units, 'multi-user.target.wants');
  mkdirSync(wants, { recursive: true });
  const random = generator(size);
  // What the sample starts itself is about ninety.
  for (let k = 0; k < size - 90; k++) {
    const name = `app-${String(k).padStart(4, '0')}.service`;
    // Mostly a few neighbours, now and then something far earlier: as services of one machine are.
    const earlier = Array.from({ length: Math.floor(random() * 4) }, () =>
      random() < 0.8 ? k - 1 - Math.floor(random() * 12) : Math.floor(random() * k),
    ).filter((n) => n >= 0 && n % 40 !== 0);
    const after = ['network.target', ...earlier.map((n) => `app-${String(n).padStart(4, '0')}.service`)];
    writeFileSync(
      join(units, name),
      [
        '[Unit]',
        `Description=Application number ${k}`,
        `After=${after.join(' ')}`,
        ...(random() < 0.3 && earlier[0] !== undefined ? [`Wants=${after[1]}`] : []),
        '[Service]',
        `ExecStart=/usr/bin/app --instance ${k}`,
        '',
      ].join('\n'),
    );
    symlinkSync(`../${name}`, join(wants, name));
  }
  return root;
}

/** Numerical Recipes' linear congruence: the same roots in every run. */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
