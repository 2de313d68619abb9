/** Shows a file that we wrote in the browser of the desktop that we run on. */
import { pathToFileURL } from 'node:url';

/** By platform: what a desktop opens a page with, and how we know that there is a desktop. */
const OPENERS: Readonly<Record<string, { readonly command: string; readonly desktop: () => boolean }>> = {
  darwin: { command: 'open', desktop: () => true },
  win32: { command: 'explorer.exe', desktop: () => true },
  linux: {
    command: 'xdg-open',
    desktop: () => Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']),
  },
};

/** @param path absolute. @returns why it was not opened, in words for people; undefined where it is on its way */
export function openInBrowser(path: string): string | undefined {
  const opener = OPENERS[process.platform] ?? OPENERS['linux'];
  if (opener === undefined || !opener.desktop())
    return 'There is no desktop here to open it on: copy the file to where a browser is.';
  const { spawn } = process.getBuiltinModule('node:child_process');
  const child = spawn(opener.command, [pathToFileURL(path).href], { stdio: 'ignore', detached: true });
  child.on('error', (error) =>
    process.stderr.write(`bootscope: ${opener.command} cannot be run (${error.message}); open ${path} yourself\n`),
  );
  child.unref();
  return undefined;
}
