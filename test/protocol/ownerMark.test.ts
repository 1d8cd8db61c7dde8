import assert from "node:assert/strict";
import { ownerMark, OwnedStream } from "../../src/protocol/ownerMark.ts";

describe("marks of whose a text is", () => {
  const printed = `native${ownerMark(1)}one\0\n${ownerMark(12)}${ownerMark(3)}\0execution of three`;
  const owned = [
    { execution: undefined, text: "native" },
    { execution: 1, text: "one\0\n" },
    { execution: 3, text: "\0execution of three" },
  ];

  it("are taken out of a stream, wherever it is cut", () => {
    for (let size = 1; size <= printed.length; size++) {
      const stream = new OwnedStream();
      const texts = new Map<number | undefined, string>();
      for (let from = 0; from < printed.length; from += size)
        for (const { execution, text } of stream.push(printed.slice(from, from + size)))
          texts.set(execution, (texts.get(execution) ?? "") + text);
      assert.deepEqual([...texts].map(([execution, text]) => ({ execution, text })), owned, `pieces of ${size}`); // prettier-ignore
    }
  });
});
