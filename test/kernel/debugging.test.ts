import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TestKernel } from "./startKernel.ts";

describe("a kernel that is debugged", () => {
  let kernel: TestKernel;
  let folder: string;
  before(() => {
    kernel = new TestKernel();
    folder = mkdtempSync(join(tmpdir(), "tokenwise-debugged-"));
  });
  after(async () => {
    await kernel.dispose();
    rmSync(folder, { recursive: true });
  });
  const answers = async (address: string): Promise<boolean> =>
    fetch(`http://${new URL(address).host}/json/version`).then(
      ({ ok }) => ok,
      () => false,
    );

  it("opens a port on the loopback address when asked, and closes it again", async () => {
    assert.equal(
      await kernel.value(`import inspector from "node:inspector"; String(inspector.url())`),
      "'undefined'",
    );
    const address = (await kernel.process.debug(folder))!;
    assert.equal(new URL(address).hostname, "127.0.0.1");
    assert.equal(await answers(address), true);
    const quiet = await kernel.run("1;");
    assert.equal(quiet.stderr, "", "Node's words on the port stay out of the cells");
    await kernel.process.debug(undefined);
    assert.equal(await answers(address), false);
  });

  it("writes what runs under the cell's name meanwhile, with the lines where they were", async () => {
    await kernel.process.debug(folder);
    const code = "type Pair = [number, number];\nconst pair: Pair = [1, 2];\nthrow new RangeError('third');";
    const { error } = await kernel.run(code, { id: "cell of a notebook" });
    const name = createHash("sha1").update("cell of a notebook").digest("hex");
    const lines = readFileSync(join(folder, `${name}.js`), "utf8").split("\n");
    assert.match(lines[1]!, /pair/);
    assert.match(lines[2]!, /throw new RangeError/);
    assert.match(lines.at(-1)!, new RegExp(`^//# sourceURL=file://.*${name}\\.js$`));
    assert.match(error!.stack, /at Cell \d+, line 3/);
    await kernel.process.debug(undefined);
    assert.match((await kernel.run("throw new Error('after')")).error!.stack, /at Cell \d+, line 1/);
  });
});
