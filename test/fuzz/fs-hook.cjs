/** Where strace is not to be had: every path that the program gives to node:fs, one a line, into the file that PATHS names. */
const fs = require('node:fs');
const { appendFileSync } = fs;
const target = process.env['PATHS'];
for (const name of [
  'openSync',
  'open',
  'readdirSync',
  'lstatSync',
  'statSync',
  'readlinkSync',
  'readFileSync',
  'accessSync',
  'existsSync',
  'realpathSync',
]) {
  const original = fs[name];
  fs[name] = Object.assign(function (path, ...rest) {
    if (typeof path === 'string')
      appendFileSync(target, `${/open|readFile|readdir/i.test(name) ? realOf(path) : path}\n`);
    return original.call(this, path, ...rest);
  }, original);
}
const { native } = fs.realpathSync;
/** What is really opened: links on the way are the kernel's to follow. */
function realOf(path) {
  try {
    return native(path);
  } catch {
    return path;
  }
}
