import { CellSyntaxError } from "./cellSyntaxError.ts";
import { compileCell } from "./compileCell.ts";

export type Completeness = "complete" | "incomplete" | "invalid";

/** Whether code could run as it is, or goes on (an open bracket, an open string), as a console asks at each new line. */
export function isComplete(code: string, language: string): Completeness {
  try {
    compileCell(code, language);
    return "complete";
  } catch (error) {
    if (!(error instanceof CellSyntaxError)) return "invalid";
    const lines = code.trimEnd().split("\n");
    const isAtEnd = error.line >= lines.length && error.column > lines.at(-1)!.trimEnd().length;
    return isAtEnd || /unterminated (template|comment)/i.test(error.message) ? "incomplete" : "invalid";
  }
}
