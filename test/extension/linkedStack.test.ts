import assert from "node:assert/strict";
import { linkedStack, numberedStack } from "../../src/extension/notebook/linkedStack.ts";
import type { StackFrame } from "../../src/protocol/messages.ts";

const cell = "vscode-notebook-cell:/folder/a%20b.ipynb#W0sZmlsZQ%3D%3D";
const inCell = (line: number): StackFrame => ({ functionName: "", cell, line, column: 1 });
const inFile = (file: string, line: number): StackFrame => ({ functionName: "f", file, line, column: 7 });

describe("the places of an error", () => {
  it("are links to cell and line, with and without a function's name", () => {
    const stack = "RangeError: out\n    at f (Cell 2, line 3)\n    at async Cell 1, line 1";
    assert.equal(
      linkedStack(stack, [inCell(3), inCell(1)]),
      "RangeError: out\n" +
        `    at f (<a href='${cell}?line=2'>Cell 2, line 3</a>)\n` +
        `    at async <a href='${cell}?line=0'>Cell 1, line 1</a>`,
    );
  });

  it("are links to local files, whatever their names hold", () => {
    const linked = linkedStack("E: m\n    at f (it's #1/a b.ts, line 4)", [inFile("/x/it's #1/a b.ts", 4)]);
    assert.match(linked, /<a href='\/x\/it%27s%20%231\/a%20b\.ts:4:7'>it's #1\/a b\.ts, line 4<\/a>/);
    const windows = linkedStack("E: m\n    at a.ts, line 4", [inFile("C:\\x\\a.ts", 4)]);
    assert.match(windows, /href='C:\\x\\a\.ts:4:7'/);
  });

  it("stay words where the message only looks like a place, or no frame belongs to them", () => {
    const stack =
      "Error: see\n    at g (Cell 9, line 9)\n    at Cell 1, line 2\nCaused by: Error\n    at Cell 4, line 7";
    const linked = linkedStack(stack, [inCell(2)]);
    assert.equal(linked.match(/<a /g)?.length, 1);
    assert.match(linked, /at <a href='[^']+\?line=1'>Cell 1, line 2</);
  });

  it("bring no markup of their own", () => {
    const linked = linkedStack("E\n    at <b>.ts, line 1", [inFile("/x/<b>.ts", 1)]);
    assert.ok(linked.includes(">&lt;b&gt;.ts, line 1</a>"));
    assert.ok(!linked.includes("<b>"));
  });

  it("name cells by the numbers that they have now, and those that are gone by the ones that they had", () => {
    const stack =
      "RangeError: Cell 1, line 3\n    at f (Cell 1, line 3)\n    at gone (Cell 2, line 4)\n    at a.ts, line 5";
    const gone = { ...inCell(4), cell: "vscode-notebook-cell:/gone" };
    const numbered = numberedStack(stack, [inCell(3), gone, inFile("/a.ts", 5)], (address) =>
      address === cell ? 3 : undefined,
    );
    assert.equal(numbered, stack.replace("at f (Cell 1,", "at f (Cell 3,"));
  });
});
