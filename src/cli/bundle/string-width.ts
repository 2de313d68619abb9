/**
 * Stands in for the npm package of this name where yargs is bundled (build.ts): that one sets up a Unicode segmenter three
 * times, which takes longer than everything else that yargs does. Our help text is plain ASCII.
 */
function stringWidth(text: string): number {
  return text.length;
}

// biome-ignore lint/style/noDefaultExport: the shape of the package that it stands in for
export default stringWidth;
