/** Words for edges, the terminal's own, made safe to show. */
import type { EdgeType } from '../../src/graph/model.ts';
import { proofLines as linesOf } from '../../src/report/proof.ts';
import { plain } from '../../src/report/style.ts';
import { INVERSE_RELATION, RELATION } from '../../src/report/words.ts';
import { visibleText } from '../../src/view/text.ts';
import { bootEdge, edgeType, type Model } from './model.ts';

export function show(text: string, limit = 160): string {
  return visibleText(text, limit);
}

/** What an edge says of its `from` towards its `to`; `back` reads it from its other end. */
export function relation(model: Model, e: number, back: boolean): string {
  const type = edgeType(model, e) as EdgeType;
  return (back ? INVERSE_RELATION[type] : RELATION[type]) ?? type;
}

/** Where an edge is said, a line each: file and line, link or built-in rule. */
export function proofLines(model: Model, e: number): string[] {
  return linesOf(model.written, bootEdge(model, e)).map((line) => show(plain(line), 600));
}
