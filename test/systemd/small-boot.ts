/** A boot of a few units: multi-user.target wants them all, and the copy counts as a whole root. */
import { type OpenedRoot, type OpenOptions, openTree } from '../../src/open.ts';
import { overlayTree } from '../../src/snapshot/overlay.ts';
import { parseSupposed } from '../../src/systemd/conditions/supposed.ts';
import { NOTHING, UNITS } from './graph-of-files.ts';

export interface Given extends OpenOptions {
  readonly assumed?: readonly string[];
}

/** @param units by name; those that begin with [ are wanted by multi-user.target. @param files others, by path. */
export function smallBoot(
  units: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string | { readonly link: string }>> = {},
  { assumed, ...options }: Given = {},
): OpenedRoot {
  const entries = [
    { path: '/usr/lib/systemd/systemd', content: '\n' },
    { path: `${UNITS}/default.target`, linkTarget: 'multi-user.target' },
    { path: `${UNITS}/multi-user.target`, content: '[Unit]\nAllowIsolate=yes\nDefaultDependencies=no\n' },
    ...Object.entries(units).flatMap(([name, content]) => [
      { path: `${UNITS}/${name}`, content: content.replace('[Unit]', '[Unit]\nDefaultDependencies=no') },
      ...(content.includes('#not-wanted')
        ? []
        : [{ path: `${UNITS}/multi-user.target.wants/${name}`, linkTarget: `../${name}` }]),
    ]),
    ...Object.entries(files).map(([path, file]) =>
      typeof file === 'string'
        ? { path, content: file, mode: /\/s?bin\//.test(path) ? 0o755 : 0o644 }
        : { path, linkTarget: file.link },
    ),
  ];
  const assume = assumed === undefined ? undefined : parseSupposed(assumed);
  if (assume !== undefined && 'problem' in assume) throw new Error(assume.problem);
  return openTree(overlayTree(NOTHING, entries), '/', {
    version: 252,
    init: 'systemd',
    ...(assume === undefined ? {} : { assume: assume.supposed }),
    ...options,
  });
}

/** A service that does nothing. @param type `oneshot` ends at once, `oneshot+` stays active */
export function service(unitLines: string, type: 'simple' | 'oneshot' | 'oneshot+' = 'simple', more = ''): string {
  const kind = type === 'oneshot+' ? 'oneshot\nRemainAfterExit=yes' : type;
  return `[Unit]\n${unitLines}\n[Service]\nType=${kind}\nExecStart=/usr/bin/true\n${more}`;
}
