/** The root cannot be read at all: exit status 3. The message names it and says what to do. */
export class RootUnreadable extends Error {}
