/** Stands before each line of the report that leaves the extension host. */
export const mark = "[mocha] ";
