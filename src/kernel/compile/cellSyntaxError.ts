/** The cell or file cannot be parsed; the place is counted from 1. */
export class CellSyntaxError extends SyntaxError {
  override readonly name = "SyntaxError";
  readonly line: number;
  readonly column: number;
  /** Path and text of the local file that is wrong, where it is not the cell. */
  file?: string;
  source?: string;

  constructor(message: string, line: number, column: number) {
    super(message);
    this.line = line;
    this.column = column;
  }
}

interface ParserError {
  message: string;
  loc?: { line: number; column: number };
}

/** Whether a parser's error says where it is; a failure of the parser itself does not. */
export function hasPlace(error: unknown): boolean {
  return (error as ParserError).loc !== undefined;
}

/** Acorn and sucrase both write "Unexpected token (3:7)" and keep the place beside it, with columns from 0 and from 1. */
export function fromParserError(error: unknown, firstColumn: 0 | 1): CellSyntaxError {
  const { message, loc } = error as ParserError;
  const plain = message.replace(/^SyntaxError: /, "").replace(/ \(\d+:\d+\)$/, "");
  return new CellSyntaxError(plain, loc?.line ?? 1, (loc?.column ?? 0) + 1 - firstColumn);
}
