import assert from "node:assert/strict";
import { OutputLimit, type ShownOutput } from "../../src/host/outputLimit.ts";
import type { CellOutput } from "../../src/protocol/messages.ts";

const line = (text: string): CellOutput => ({ type: "stream", name: "stdout", text: `${text}\n` });
const shown = (id: string): CellOutput => ({ type: "display", data: { "text/plain": id }, displayId: id });

function collect(): { limit: OutputLimit; outputs: ShownOutput[]; text: () => string } {
  const outputs: ShownOutput[] = [];
  const limit = new OutputLimit((output) => outputs.push(output));
  const text = () => outputs.map((output) => (output.type === "stream" ? output.text : "")).join("");
  return { limit, outputs, text };
}

describe("what a cell may print", () => {
  it("is shown at once and unchanged as long as it is little", () => {
    const { limit, outputs } = collect();
    const given = [line("a"), shown("d"), line("b")];
    for (const output of given) limit.add(output);
    assert.deepEqual(outputs, given);
  });

  it("is bounded in a loop that never ends, whatever it prints", () => {
    for (const outputsOfStep of [
      [line("x")],
      [shown("x")],
      [line("x"), shown("x")],
      [line("x".repeat(1e4))],
    ]) {
      const { limit, outputs } = collect();
      for (let i = 0; i < 20_000; i++) for (const output of outputsOfStep) limit.add(output);
      limit.flush();
      assert.ok(outputs.length < 12_000, `${outputs.length} outputs`);
      assert.match(outputs.map((output) => JSON.stringify(output)).join(""), /left out here/);
    }
  });

  it("shows displays among floods of lines, and of those only what was earned", () => {
    const { limit, outputs, text } = collect();
    for (let step = 0; step < 100; step++) {
      for (let i = 0; i < 1000; i++) limit.add(line(`line ${i}`));
      limit.add(shown(`step ${step}`));
    }
    assert.equal(outputs.filter(({ type }) => type === "display").length, 100);
    assert.match(text(), /\[\.\.\. 999 lines left out here \.\.\.\]\n\nline 999\n/);
    assert.ok(text().split("\n").length < 8000);
  });

  it("is seen while it floods, in a preview whose numbers are right, and the latest when the flood is over", async () => {
    const { limit, outputs, text } = collect();
    let printed = 0;
    const until = async (type: ShownOutput["type"], from: number) => {
      while (!outputs.slice(from).some((output) => output.type === type))
        await new Promise((resolve) => setTimeout(resolve, 10));
    };
    const flood = setInterval(() => {
      for (let i = 0; i < 20_000; i++) limit.add(line(`line ${++printed}`));
    }, 10);
    await until("preview", 0);
    clearInterval(flood);
    const preview = outputs.find(({ type }) => type === "preview");
    assert.ok(preview?.type === "preview");
    const [, omitted, shownLines] =
      /^\n\[\.\.\. ([\d,]+) lines left out here \.\.\.\]\n\n((?:line \d+\n)+)$/.exec(preview.text)!;
    const first = Number(/^line (\d+)\n/.exec(shownLines!)![1]);
    assert.equal(shownLines!.split("\n").length, 101);
    assert.equal(Number(omitted!.replaceAll(",", "")), first - 1 - text().split("\n").length + 1);
    await until("stream", outputs.length);
    assert.ok(text().endsWith(`line ${printed}\n`));
  });

  it("is told by its size where a single display is larger than an editor can take", () => {
    const { limit, outputs } = collect();
    limit.add({ type: "result", data: { "text/html": "x".repeat(6e7) } });
    const text = "[an output of 60 million characters (text/html) is too large to be shown]";
    assert.deepEqual(outputs, [{ type: "result", data: { "text/plain": text } }]);
  });

  it("tells an error below all that was printed before it", () => {
    const { limit, outputs, text } = collect();
    for (let i = 0; i < 10_000; i++) limit.add(line(`line ${i}`));
    const error: CellOutput = { type: "error", name: "E", message: "m", stack: "E: m", frames: [] };
    limit.add(error);
    assert.equal(outputs.at(-1), error);
    assert.match(text(), /left out here[^]*line 9999\n$/);
  });
});
