import assert from "node:assert/strict";
import { PendingOutputs } from "../../src/extension/notebook/pendingOutputs.ts";
import type { ShownOutput } from "../../src/host/outputLimit.ts";
import type { CellOutput } from "../../src/protocol/messages.ts";

const stream = (text: string, name: "stdout" | "stderr" = "stdout"): CellOutput => ({
  type: "stream",
  name,
  text,
});
const display = (text: string, displayId: string, update = false): CellOutput => ({
  type: "display",
  data: { "text/plain": text },
  displayId,
  update,
});

function taken(...outputs: ShownOutput[]): ShownOutput[] {
  const pending = new PendingOutputs();
  for (const output of outputs) pending.add(output);
  return pending.take();
}

describe("outputs on their way to the editor", () => {
  it("joins pieces of one stream and keeps the order of two", () => {
    assert.deepEqual(taken(stream("a"), stream("b"), stream("c", "stderr"), stream("d")), [
      stream("ab"),
      stream("c", "stderr"),
      stream("d"),
    ]);
  });

  it("keeps the last of several updates of one display, and every display", () => {
    assert.deepEqual(
      taken(display("first", "a"), display("1", "a", true), display("x", "b", true), display("2", "a", true)),
      [display("first", "a"), display("2", "a", true), display("x", "b", true)],
    );
  });

  it("keeps no preview behind which something else comes, but an update changes what stands above", () => {
    const preview = (text: string): ShownOutput => ({ type: "preview", text });
    assert.deepEqual(taken(stream("a"), preview("1"), preview("2"), stream("b")), [stream("ab")]);
    assert.deepEqual(taken(preview("1"), display("1", "a", true)), [preview("1"), display("1", "a", true)]);
  });

  it("is empty once it was taken", () => {
    const pending = new PendingOutputs();
    pending.add(stream("a"));
    assert.equal(pending.isEmpty, false);
    pending.take();
    assert.equal(pending.isEmpty, true);
    assert.deepEqual(pending.take(), []);
  });
});
