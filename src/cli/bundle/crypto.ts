/**
 * Stands in for `node:crypto` in the bundle: loading it takes Node longer than reading a root's init scripts, and few answers need a hash
 * (a crontab's units, a baseline of the audit).
 */
import type * as Crypto from 'node:crypto';

export const createHash: typeof Crypto.createHash = (...args) =>
  process.getBuiltinModule('node:crypto').createHash(...args);
