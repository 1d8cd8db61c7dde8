import assert from "node:assert/strict";
import {
  cellLanguage,
  cellSource,
  codeCell,
  joinText,
  markdownCell,
  newNotebook,
  NotebookFormatError,
  notebookStyle,
  parseNotebook,
  serializeNotebook,
  splitText,
} from "../../src/nbformat/index.ts";

const foreign = {
  cells: [
    {
      cell_type: "markdown",
      id: "a1",
      attachments: { "p.png": { "image/png": "AAAA" } },
      metadata: { tags: ["x"] },
      source: "# T",
    },
    {
      cell_type: "code",
      execution_count: 3,
      id: "a2",
      metadata: { vscode: { languageId: "Python" }, own: { deep: [1, { b: null }] } },
      outputs: [{ output_type: "stream", name: "stdout", text: ["1\n"], unknown: 7 }],
      source: ["x = 1\n", "print(x)"],
    },
    { cell_type: "raw", metadata: { format: "text/latex" }, source: "\\LaTeX", unknown: true },
  ],
  metadata: { kernelspec: { name: "deno", language: "typescript" }, language_info: {}, widgets: {} },
  nbformat: 4,
  nbformat_minor: 2,
  extra: "kept",
};

describe("nbformat", () => {
  for (const indent of ["", " ", "  ", "\t"]) {
    it(`writes back what it read, byte for byte, indented by ${JSON.stringify(indent)}`, () => {
      for (const end of ["", "\n"]) {
        const text = JSON.stringify(foreign, null, indent) + end;
        assert.equal(serializeNotebook(parseNotebook(text), notebookStyle(text)), text);
      }
    });
  }

  it("joins lines and splits them again", () => {
    const notebook = parseNotebook(JSON.stringify(foreign));
    assert.equal(cellSource(notebook.cells[1]!), "x = 1\nprint(x)");
    for (const text of ["", "a", "a\n", "a\nb", "\n\n", "a\r\nb"])
      assert.equal(joinText(splitText(text)), text);
    assert.deepEqual(splitText("a\nb"), ["a\n", "b"]);
  });

  it("takes the language from the cell, then language_info, then kernelspec, then Python", () => {
    const notebook = parseNotebook(JSON.stringify(foreign));
    const [, own, plain] = notebook.cells;
    assert.equal(cellLanguage(notebook, own!), "python");
    assert.equal(cellLanguage(notebook, plain!), "typescript");
    notebook.metadata["language_info"] = { name: "javascript" };
    assert.equal(cellLanguage(notebook, plain!), "javascript");
    notebook.metadata = {};
    assert.equal(cellLanguage(notebook, plain!), "python");
  });

  const bad: [string, string, RegExp][] = [
    ["an empty file", " \n", /empty/],
    ["text that is not JSON", "{", /not JSON/],
    ["a list", "[]", /no JSON object/],
    ["an object without nbformat", "{}", /"nbformat"/],
    ["nbformat 3", '{"nbformat":3,"worksheets":[]}', /nbformat 3.*save it again/],
    ["no cells", '{"nbformat":4}', /"cells"/],
    ["a cell that is no object", '{"nbformat":4,"cells":[1]}', /Cell 1/],
    ["a cell of no type", '{"nbformat":4,"cells":[{"source":""}]}', /Cell 1.*neither/],
    ["a cell without source", '{"nbformat":4,"cells":[{"cell_type":"code"}]}', /Cell 1.*source/],
    [
      "outputs that are no list",
      '{"nbformat":4,"cells":[{"cell_type":"code","source":"","outputs":3}]}',
      /outputs/,
    ],
  ];
  for (const [what, text, message] of bad)
    it(`refuses ${what} with one sentence`, () => {
      assert.throws(
        () => parseNotebook(text),
        (error: Error) => error instanceof NotebookFormatError && message.test(error.message),
      );
    });

  it("reads a file with a byte order mark, and one without metadata", () => {
    const notebook = parseNotebook('\uFEFF{"nbformat":4,"cells":[{"cell_type":"code","source":"1"}]}');
    assert.deepEqual(notebook.metadata, {});
    assert.deepEqual(notebook.cells[0]?.outputs, []);
  });

  it("makes new notebooks whose cells are TypeScript", () => {
    const made = newNotebook([markdownCell("m", "# Title"), codeCell("c", "1 + 1")]);
    const read = parseNotebook(serializeNotebook(made));
    assert.deepEqual(read, made);
    assert.equal(cellLanguage(read, read.cells[1]!), "typescript");
    assert.equal(read.nbformat_minor, 5);
  });
});
