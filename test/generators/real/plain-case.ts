import type { GeneratorCase } from './case.ts';
export function plainCase(): GeneratorCase {
  return { files: new Map(), cmdline: '' };
}
