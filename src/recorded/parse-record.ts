/** What PID 1 had in memory, from whichever text says it. */
import { type Dump, parseDump } from './dump.ts';
import { isDump } from './dump-lines.ts';
import { isShowOfUnits, parseShow } from './show-dump.ts';
import { isSupportconfig, shownUnits } from './supportconfig.ts';

/** Where the kind of a text shows. */
const HEAD = 4096;

/** undefined where the text is neither a dump nor systemctl show of units with their dependencies. */
export function parseRecord(text: string): Dump | undefined {
  if (isSupportconfig(text.slice(0, HEAD))) {
    const shown = shownUnits(text);
    return isShowOfUnits(shown) ? parseShow(shown) : undefined;
  }
  if (isDump(text)) return parseDump(text);
  return isShowOfUnits(text) ? parseShow(text) : undefined;
}
