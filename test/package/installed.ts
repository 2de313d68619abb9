/** The package as npm would publish it, installed into an empty folder with nothing from the network. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const TOP: string = new URL('../..', import.meta.url).pathname;

export interface Installed {
  readonly folder: string;
  /** Runs a program in the folder. @throws Error where it fails, with what it said */
  readonly run: (program: string, ...args: readonly string[]) => string;
  readonly remove: () => void;
}

/** Wants dist/ built (`npm run build`, as `npm test` does); declarations are made here. @throws Error where npm refuses */
export function installPackage(): Installed {
  const folder = mkdtempSync(join(tmpdir(), 'bootscope-package-'));
  const npm = (cwd: string, ...args: readonly string[]): string =>
    execFileSync('npm', [...args, '--offline', '--ignore-scripts', '--no-audit', '--no-fund', '--silent'], {
      cwd,
      encoding: 'utf8',
    });
  npm(TOP, 'run', 'build:types');
  const packed = npm(TOP, 'pack', '--pack-destination', folder).trim();
  writeFileSync(join(folder, 'package.json'), '{"name":"consumer","private":true,"type":"module"}\n');
  // What is optional is for questions about fleets, and large.
  npm(folder, 'install', '--omit=optional', packed);
  return {
    folder,
    run: (program, ...args) => {
      try {
        return execFileSync(program, args, { cwd: folder, encoding: 'utf8', stdio: 'pipe', maxBuffer: 2 ** 28 });
      } catch (error) {
        const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
        throw new Error(`${program} ${args.join(' ')}\n${stdout}${stderr}`);
      }
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}
