import type { Page } from '../report/wrap.ts';

/** How an answer's text is laid out for the page: the browser breaks the lines, and scrolls. */
export const WIDE: Page = { width: 10_000, all: true };
