/**
 * Stands in for the library of this name in the bundle: evaluating it takes longer than reading a root's tables, and few roots have a
 * file of netplan's. What is required here is part of the bundle, too, and is evaluated when it is first asked for.
 */
export function parseDocument(...args: readonly unknown[]): unknown {
  const yaml = require('../../../node_modules/yaml/dist/index.js') as {
    readonly parseDocument: (...args: readonly unknown[]) => unknown;
  };
  return yaml.parseDocument(...args);
}
