/** The licences of the libraries that are part of the published files: whoever passes on a copy passes these on, too. */
import { readdirSync, readFileSync } from 'node:fs';

/**
 * @param top the folder that holds node_modules, with its slash
 * @param inputs paths below it of all files that were bundled; those outside node_modules are our own
 * @returns name, version and licence text of each package
 * @throws Error where a package names no licence
 */
export function notices(top: string, inputs: readonly string[]): string {
  const folders = new Set(inputs.map(packageFolder).filter((folder) => folder !== undefined));
  return [...folders]
    .sort()
    .map((folder) => notice(`${top}${folder}`))
    .join('\n');
}

function packageFolder(input: string): string | undefined {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(input)?.[0];
}

function notice(folder: string): string {
  const { name, version, license }: { name: string; version: string; license?: string } = JSON.parse(
    readFileSync(`${folder}/package.json`, 'utf8'),
  );
  if (license === undefined) throw new Error(`${folder} names no licence`);
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file === undefined ? '' : `\n${readFileSync(`${folder}/${file}`, 'utf8').trim()}\n`;
  return `${'-'.repeat(78)}\n${name} ${version} (${license})\n${text}`;
}
