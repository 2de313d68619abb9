/**
 * Stands in for `node:crypto` in the bundle: loading it takes Node longer than reading a root's init scripts, and few answers need a hash
 * (a crontab's units, a baseline of the audit).
 */
import type * as Crypto from 'node:crypto';

let loaded: typeof Crypto | undefined;

function crypto(): typeof Crypto {
  loaded ??= process.getBuiltinModule('node:crypto');
  return loaded;
}

export const createHash: typeof Crypto.createHash = (...args) => crypto().createHash(...args);

export const hash = ((...args: Parameters<typeof Crypto.hash>) => crypto().hash(...args)) as typeof Crypto.hash;
