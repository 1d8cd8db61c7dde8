import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { TestKernel } from "./startKernel.ts";

// What the kernel, the core and Stop use themselves, and what cells are likely to name something.
const names = [
  "process", "setTimeout", "setImmediate", "setInterval", "clearTimeout", "queueMicrotask", "console", "performance",
  "Promise", "Float32Array", "Float64Array", "Uint8Array", "Int32Array", "ArrayBuffer", "SharedArrayBuffer", "Math",
  "JSON", "Object", "Array", "String", "Number", "Map", "Set", "WeakMap", "Symbol", "Error", "TypeError", "Proxy",
  "Reflect", "Buffer", "URL", "TextDecoder", "WebAssembly", "Atomics", "globalThis", "global", "require", "display",
  "input", "fetch", "navigator", "crypto", "structuredClone", "module", "exports", "name", "event",
  "FormData", // Loaded by Node when it is first looked at.
]; // prettier-ignore

describe("a cell that declares a global's name", function () {
  this.timeout(60_000);
  // One kernel for all: each name is declared on top of those before it.
  let kernel: TestKernel;
  before(async () => {
    kernel = new TestKernel();
    await kernel.value("const disposal = Symbol.dispose;");
  });
  after(() => kernel.dispose());

  for (const name of names) {
    it(`const ${name}: kernel, core and Stop still work`, async () => {
      assert.equal(await kernel.value(`const ${name} = "mine"; ${name}`), "'mine'");
      const forward = "new nn.LayerNorm(2).forward(tensor([[1, 3]])).shape";
      assert.equal(await kernel.value(`import { tensor, nn } from "tokenwise";\n${forward}`), "[ 1, 2 ]");
      assert.match((await kernel.value("tensor([[1.5, 2]]).matmul(tensor([[2], [1]]))")) ?? "", /5/);
      const failed = await kernel.run("\nnull.x");
      assert.match(failed.error?.stack ?? "", /TypeError[^]*at Cell \d+, line 2/);
      await stops(kernel);
      assert.equal(await kernel.value(`[${name}]`), "[ 'mine' ]");
      assert.ok((await kernel.process.variables()).some((variable) => variable.name === name));
    });
  }

  it("TypeScript's own transpiler still loads", async () => {
    assert.equal(
      await kernel.value("enum Late { A = 1 }\nnamespace N { export const x = Late.A }\nN.x"),
      "1",
    );
  });

  it("cells and local files still use what is lowered: decorators, using, export *", async () => {
    const lowered = `function twice(value: any, context: any) { context.addInitializer(() => {}); return value; }
export @twice class Decorated { @twice double() { return 2 } @twice accessor one = 1; }
let order = "";
{ using a = { [disposal]: () => (order += "a") }; order += "b"; }`;
    writeFileSync(join(kernel.folder, "lowered.ts"), `${lowered}\nexport { order }`);
    writeFileSync(
      join(kernel.folder, "all.ts"),
      'export * from "./lowered.ts"; export { order as told } from "./lowered.ts"; export default 1;',
    );
    const shown = "[new Decorated().double(), new Decorated().one, order]";
    assert.equal(await kernel.value(`${lowered}\n${shown}`), "[ 2, 1, 'ba' ]");
    assert.equal(
      await kernel.value(`import { Decorated, order } from "./lowered.ts"; ${shown}`),
      "[ 2, 1, 'ba' ]",
    );
    assert.equal(await kernel.value('import one, { told } from "./all.ts"; [one, told]'), "[ 1, 'ba' ]");
  });

  it("late output and packages still work", async () => {
    const late = "import { scheduler } from 'node:timers/promises'; await scheduler.wait(5); process.length";
    assert.equal(await kernel.value(late), "4");
  });
});

async function stops(kernel: TestKernel): Promise<void> {
  const running = kernel.run("for (;;) {}");
  await new Promise((resolve) => setTimeout(resolve, 20));
  await kernel.process.interrupt();
  assert.equal((await running).status, "interrupted");
}
