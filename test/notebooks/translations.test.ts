import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { transform } from "sucrase";
import { cellLanguage, cellSource, parseNotebook, type Notebook } from "../../src/nbformat/index.ts";

const folder = resolve(import.meta.dirname, "../../media/notebooks");
const read = (name: string): Notebook => parseNotebook(readFileSync(join(folder, name), "utf8"));

/** The code of a cell without its comments and texts, which a translation may change. */
function skeleton(notebook: Notebook, cell: Notebook["cells"][number]): string {
  const source = cellSource(cell);
  if (cellLanguage(notebook, cell) === "python") return source.replace(/#.*$/gm, "").replace(/[ \t]+$/gm, "");
  const code = transform(source, { transforms: ["typescript"], keepUnusedImports: true }).code;
  return code
    .replace(/\/\/.*$/gm, "")
    .replace(/"[^"]*"|`[^`]*`/g, '""')
    .replace(/\s+/g, " ");
}

describe("the Chinese copy of the sample notebook", () => {
  const english = read("layernorm.ipynb");
  const chinese = read("layernorm.zh-cn.ipynb");

  it("has the same cells in the same order", () => {
    const outline = (notebook: Notebook) =>
      notebook.cells.map((cell) => `${cell.cell_type} ${String(cell.id)}`);
    assert.deepEqual(outline(chinese), outline(english));
  });

  it("runs the same code: only comments and texts differ", () => {
    for (const [index, cell] of english.cells.entries()) {
      if (cell.cell_type !== "code") continue;
      assert.equal(skeleton(chinese, chinese.cells[index]!), skeleton(english, cell), String(cell.id));
    }
  });

  it("is written in Chinese", () => {
    for (const cell of chinese.cells)
      if (cell.cell_type === "markdown") assert.match(cellSource(cell), /\p{Script=Han}/u, String(cell.id));
  });
});
