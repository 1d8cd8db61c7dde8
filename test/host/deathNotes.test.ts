import assert from "node:assert/strict";
import { DeathNotes } from "../../src/host/deathNotes.ts";

describe("the notes of a kernel's end", () => {
  const reason = (code: number | null, lastWords: string) => {
    const notes = new DeathNotes({ kernelPath: "", execPath: "", cwd: "" });
    notes.end(code, null, lastWords);
    return notes.reason;
  };

  it("say in words what Node's about its async hooks means", () => {
    const words =
      "Error: async hook stack has become corrupted (actual: 31, expected: 0)\n 1: 0xd3 node::Dump\n";
    assert.match(
      reason(1, words),
      /as a callback was stopped whose calls had filled the stack: Node\.js before/,
    );
  });

  it("name the error that Node printed last", () => {
    assert.equal(
      reason(1, "x\nTypeError: none\n\nNode.js v20.1.0\n"),
      "The kernel ended with code 1: TypeError: none.",
    );
  });
});
