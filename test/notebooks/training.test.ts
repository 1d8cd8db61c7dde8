import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { cellSource, parseNotebook, type Notebook } from "../../src/nbformat/index.ts";
import { parseOutput } from "../../src/protocol/outputs/index.ts";
import { unpack } from "../../src/protocol/numbers.ts";
import type { ProgressPayload } from "../../src/protocol/outputs/progress.ts";
import type { CellOutput } from "../../src/protocol/messages.ts";
import { TestKernel } from "../kernel/startKernel.ts";

const folder = resolve(import.meta.dirname, "../../media/notebooks");
const notebook = parseNotebook(readFileSync(join(folder, "training.ipynb"), "utf8"));
const mime = "application/vnd.tokenwise.progress.v1+json";

const codeOf = ({ cells }: Notebook) => cells.filter(({ cell_type }) => cell_type === "code");

/** The states of the progress bar, in the order in which they were shown. */
function barsIn(outputs: readonly CellOutput[]): ProgressPayload[] {
  return outputs.flatMap((output) => {
    if (!("data" in output) || !(mime in output.data)) return [];
    const parsed = parseOutput(mime, output.data[mime]);
    assert.ok(parsed.ok, "the payload follows its schema");
    return [parsed.payload];
  });
}

describe("the training notebook, run by the kernel", function () {
  // It takes about 20 seconds on two cores; this limit is there for a machine that does other things too.
  this.timeout(180_000);

  const kernel = new TestKernel({ cwd: folder });
  const written: string[] = [];
  let bars: ProgressPayload[] = [];

  before(async () => {
    for (const cell of codeOf(notebook)) {
      const ran = await kernel.run(cellSource(cell));
      assert.equal(ran.status, "ok", `${String(cell.id)}: ${ran.error?.stack ?? ran.reason ?? ""}`);
      if (cell.id === "train") bars = barsIn(ran.outputs);
      if (cell.id === "model" || cell.id === "write") written.push(ran.stdout);
    }
  });
  after(() => kernel.dispose());

  const numberOf = async (code: string) => Number(await kernel.value(code));

  it("starts at ln V", async () => {
    const [before, guessing] = [await numberOf("before"), await numberOf("Math.log(V)")];
    assert.ok(Math.abs(before - guessing) < 0.05, `${before} and ${guessing}`);
  });

  it("ends below what a bigram reaches, on the text it has seen and on the text it has not", async () => {
    for (const part of ["seen", "unseen"]) {
      const [after, bigram] = [await numberOf(`after.${part}`), await numberOf(`bigram.${part}`)];
      assert.ok(bigram > 2 && bigram < 3, `the bigram's loss on the ${part} text: ${bigram}`);
      assert.ok(after < bigram - 0.15, `${after} and ${bigram} on the ${part} text`);
    }
  });

  it("measures the bigram as the conditional entropy of the text", async () => {
    const text = readFileSync(join(folder, "sonnets.txt"), "utf8").toLowerCase();
    const learnt = text.split("\n\n").slice(0, -3).join("\n\n");
    const count = (parts: string[]) =>
      parts.reduce((counts, one) => counts.set(one, (counts.get(one) ?? 0) + 1), new Map<string, number>());
    const pairs = count(Array.from(learnt.slice(1), (next, i) => learnt[i]! + next));
    const first = count([...learnt.slice(0, -1)]);
    let nats = 0;
    for (const [pair, times] of pairs) nats -= times * Math.log(times / first.get(pair[0]!)!);
    assert.ok(Math.abs((await numberOf("bigram.seen")) - nats / (learnt.length - 1)) < 1e-9);
  });

  it("shows the loss while it trains", () => {
    assert.ok(bars.length >= 3, `${bars.length} states of the bar were shown`);
    const last = bars.at(-1)!;
    assert.deepEqual([last.done, last.step, last.total], [true, 600, 600]);
    const lossAt = (bar: ProgressPayload) => bar.values.find(({ name }) => name === "loss");
    assert.ok(
      bars.slice(0, -1).some((bar) => !bar.done && lossAt(bar) !== undefined),
      "before the end too",
    );
    const history = unpack(lossAt(last)!.history);
    assert.ok(history.length >= 200 && history[0]! > 3.4 && history.at(-1)! < 2.4);
  });

  it("writes noise before the training and words after it", () => {
    const text = readFileSync(join(folder, "sonnets.txt"), "utf8").toLowerCase();
    const known = new Set(text.match(/[a-z]{2,}/g));
    const shareOfWords = (some: string) => {
      const words = (/shall i compare ([^]*)/.exec(some)![1]!.match(/[a-z]{2,}/g) ?? []).slice(0, 60);
      return words.filter((word) => known.has(word)).length / words.length;
    };
    const [before, after] = written.map(shareOfWords) as [number, number];
    assert.ok(before < 0.1, `${before} of the words before training are words`);
    assert.ok(after > 0.25, `${after} of the words after training are words`);
  });
});

describe("the outputs saved in the training notebook", () => {
  it("are there for every cell, without an error", () => {
    for (const cell of codeOf(notebook)) {
      const outputs = cell.outputs as readonly { output_type: string }[];
      assert.ok(outputs.length > 0, `${String(cell.id)} has outputs`);
      assert.ok(!outputs.some(({ output_type }) => output_type === "error"));
    }
  });
});
