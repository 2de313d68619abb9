/**
 * What the page carries less: parts of cytoscape that this picture cannot reach, and of the tables of behaviours where in systemd's sources
 * each was seen. Cytoscape is one module, of which nothing can be shaken off as it stands. Where another release looks otherwise, the build
 * fails and says where; what is cut and would be called after all throws, and so fails every test of the page (test/web/lean.test.ts).
 */

/** Lists out of which a part is taken: places are given, nothing is searched for in cytoscape's graph, and it draws on a plain canvas. */
const LISTS: readonly (readonly [what: string, pattern: RegExp, instead: string])[] = [
  ['layouts', /\{\s*name: '(?:breadthfirst|circle|concentric|cose|grid|random)',\s*impl: \w+\s*\},?/g, ''],
  ['algorithms', /\[elesfn\$\w+(?:, [\w$]+)+, tarjanStronglyConnected\$1\]\.forEach/g, '[].forEach'],
  ['WebGL', /new ElementDrawingWebGL\(r, gl, opts\)/g, 'undefined'],
  [
    'WebGL, images and exports',
    /\[CRp\$b, CRp\$a, CRp\$9, CRp\$8, CRp\$7, CRp\$6, CRp\$5, CRp\$4, CRp\$3, CRp\$2, CRp\$1\]/g,
    '[CRp$b, CRp$a, CRp$9, CRp$7, CRp$6, CRp$5, CRp$3, CRp$1]',
  ],
];

/**
 * Never called: lines, which the canvas beneath the units draws (canvas-under.ts), kinds of fillings that no style here asks for, the choice
 * of units by a box, styles as text, units as JSON, and what its WebGL renderer begins with.
 */
export const UNREACHED = [
  'BRp$c.findEdgeControlPoints',
  'BRp$c.findBezierPoints',
  'BRp$c.findMidptPtsEtc',
  'BRp$c.tryToCorrectInvalidPoints',
  'BRp$c.storeAllpts',
  'BRp$a.storeEdgeProjections',
  'BRp$b.findEndpoints',
  'BRp$b.manualEndptToPx',
  'BRp$d.calculateArrowAngles',
  'CRp$9.drawEdge',
  'CRp$9.drawEdgePath',
  'CRp$9.drawArrowheads',
  'CRp$9.drawArrowhead',
  'CRp$9.drawArrowShape',
  'CRp$8.drawInscribedImage',
  'CRp$4.initWebgl',
  'styfn$3.appendFromString',
  'elesfn$1.json',
  'elesfn$1.move',
  'elesfn$b.boundingBoxAt',
  'BRp$c.findTaxiPoints',
  'BRp$c.findSegmentsPoints',
  'BRp$c.findLoopPoints',
  'BRp$c.findCompoundLoopPoints',
  'BRp$e.getAllInBox',
  'BRp$4.getCachedImage',
  'CRp$5.createGradientStyleFor',
  'CRp$6.drawPie',
  'CRp$6.drawStripe',
  'CRp$9.drawEdgeTrianglePath',
] as const;

/** Called, with nothing to do: shapes and arrows that are never drawn, lines and their names, styles that change by and by, units within units, the box of a choice. */
const IDLE: readonly (readonly [name: string, returns: string])[] = [
  ['BRp$a.recalculateEdgeProjections', ''],
  ['BRp$f.registerArrowShapes', ''],
  ['styfn$8.updateTransitions', ''],
  ['BRp$2.generateBarrel', ''],
  ['BRp$2.generateCutRectangle', ''],
  ['BRp$2.generateBottomRoundrectangle', ''],
  ['BRp$2.generateRoundPolygon', ''],
  ['BRp$9.recalculateEdgeLabelProjections', ''],
  ['BRp$c.findHaystackPoints', ''],
  ['CRp$5.drawSelectionRectangle', ''],
  ['elesfn$b.updateCompoundBounds', 'return this;'],
];

/** @returns cytoscape's module with less in it; throws where a part is not where it was */
export function leanCytoscape(code: string): string {
  let text = code;
  const cut = (what: string, pattern: RegExp, instead: string): void => {
    if (text.search(pattern) < 0) throw new Error(`cytoscape's ${what} is not where it was: see web/lean.ts`);
    text = text.replaceAll(pattern, () => instead);
  };
  for (const [what, pattern, instead] of LISTS) cut(what, pattern, instead);
  // A function of the module's own begins and ends at the edge of a line, and all within it stands further in.
  const whole = (name: string): RegExp =>
    new RegExp(`^${name.replace(/[.$]/g, '\\$&')} = function.*\n(?:(?: .*)?\n)*};`, 'gm');
  for (const name of UNREACHED)
    cut(
      name,
      whole(name),
      `${name} = function () { throw new Error("bootscope cuts ${name.replace('$', '')} out"); };`,
    );
  for (const [name, returns] of IDLE) cut(name, whole(name), `${name} = function () { ${returns} };`);
  return text;
}

/** @returns a table of behaviours without where each was seen, which no page tells */
export function leanTable(code: string): string {
  return code.replace(/\bseen:\s*(?:'[^'\n]*'|"[^"\n]*")/g, "seen: ''");
}
