import { Session, type Runtime } from "node:inspector";
import { CellSyntaxError } from "../compile/cellSyntaxError.ts";
import type { PlaceMap } from "../compile/placeMap.ts";

const start = "(async () => {";

/**
 * What V8 itself refuses, with its place: acorn knows syntax that this Node does not. V8's own error has none.
 *
 * @param code a script as it was evaluated; it may await at its top level.
 * @returns undefined where V8 can parse it.
 */
export function parserFailure(code: string, mapPlace: PlaceMap): CellSyntaxError | undefined {
  const session = new Session();
  session.connect();
  try {
    const details = detailsOf(session, `${start}${code}\n})`);
    if (!details) return undefined;
    const message = details.exception?.description ?? details.text;
    const plain = message.split("\n")[0]!.replace(/^(Uncaught )?SyntaxError: /, "");
    const added = details.lineNumber === 0 ? start.length : 0;
    const place = { line: details.lineNumber + 1, column: details.columnNumber + 1 - added };
    const { line, column } = mapPlace(place);
    return new CellSyntaxError(plain, line, column);
  } finally {
    session.disconnect();
  }
}

function detailsOf(session: Session, expression: string): Runtime.ExceptionDetails | undefined {
  let details: Runtime.ExceptionDetails | undefined;
  const parameters = { expression, sourceURL: "", persistScript: false };
  session.post("Runtime.enable"); // Refused otherwise.
  // Answered before post returns.
  session.post("Runtime.compileScript", parameters, (_error, answer?: Runtime.CompileScriptReturnType) => {
    details = answer?.exceptionDetails;
  });
  return details;
}
