import { CellSyntaxError } from "./cellSyntaxError.ts";

const element = /<([a-z][\w.]*)(?:\s[^<>]*)?>[^]*<\/\1\s*>|<[a-z][\w.]*(?:\s[^<>]*)?\/>|<>[^]*<\/>/i;
const textOrComment = /(["'])(?:\\.|(?!\1)[^\\\n])*\1|`(?:\\[^]|[^\\`])*`|\/\/.*|\/\*[^]*?\*\//g;

/** Says so where code cannot be compiled because it holds JSX. */
export function refusingJsx<T>(source: string, compile: () => T): T {
  try {
    return compile();
  } catch (error) {
    if (!(error instanceof CellSyntaxError)) throw error;
    const found = element.exec(source.replace(textOrComment, (text) => text.replace(/[^\n]/g, " ")));
    if (!found) throw error;
    const lines = source.slice(0, found.index).split("\n");
    throw new CellSyntaxError(
      "Cells do not compile JSX: show HTML with display.html(text).",
      lines.length,
      lines.at(-1)!.length + 1,
    );
  }
}
