import { equal, throws } from "node:assert/strict";
import { withSourceEdits } from "../../src/nbformat/index.ts";

const edited = (text: string, cell: number, start: number, end: number, inserted: string): string =>
  withSourceEdits(text, new Map([[cell, [{ start, end, text: inserted }]]]));

describe("edits in the cells of a notebook's text", () => {
  const text =
    '\uFEFF{ "metadata" : {"version": 1.0, "x": [1e3, {"source": "no"}]},\r\n "nbformat":4,\n' +
    '\t"cells": [{"source": "a \\u00e9\\n\\tb(1)", "cell_type": "code"},\n' +
    '  {"outputs": [{"source": ["[}\\"]"]}], "source": ["x = 1\\n" , "y = \\"2\\"\\n", ""]} , 7 ] , "z": -0.0 }';

  it("leave every other character as it is", () => {
    equal(edited(text, 0, 7, 8, '-1, "k"'), text.replace("b(1)", 'b(-1, \\"k\\")'));
    equal(edited(text, 1, 10, 13, "3\n"), text.replace('y = \\"2\\"', "y = 3\\n"));
    equal(edited(text, 1, 6, 6, "z"), text.replace('"y = ', '"zy = '));
    equal(edited(text, 0, 2, 3, "e"), text.replace("\\u00e9", "e"));
  });

  it("may run over the lines of a cell, and to its end", () => {
    const both = JSON.parse(edited(text, 1, 4, 9, "2;").slice(1)) as { cells: { source: string[] }[] };
    equal(both.cells[1]!.source.join(""), 'x = 2; "2"\n');
    equal(edited('{"cells":[{"source":"ab"}]}', 0, 2, 2, "c"), '{"cells":[{"source":"abc"}]}');
  });

  it("take several edits at once, whatever their order", () => {
    const list = [
      { start: 0, end: 1, text: "A" },
      { start: 2, end: 3, text: "CC" },
    ];
    for (const edits of [list, list.toReversed()])
      equal(
        withSourceEdits('{"cells":[{"source":"abc"}]}', new Map([[0, edits]])),
        '{"cells":[{"source":"AbCC"}]}',
      );
  });

  it("are refused where the cell has no source", () => {
    throws(() => edited('{"cells":[{"source":[]}]}', 0, 0, 1, "x"), RangeError);
  });
});
