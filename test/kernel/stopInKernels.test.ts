import assert from "node:assert/strict";
import { TestKernel } from "./startKernel.ts";

/** Milliseconds that a Stop may take here, where other tests run beside it; a cell that is not stopped never ends. */
const patience = 5000;

describe("Stop within the core", () => {
  let kernel: TestKernel;
  before(() => (kernel = new TestKernel()));
  after(() => kernel.dispose());

  const cells = {
    "a long product": "for (;;) big.matmul(big);",
    "norms of many rows": "for (;;) new nn.LayerNorm(2000).forward(big);",
    "a training":
      "for (;;) { const w = ones([1, 1], { requiresGrad: true }); w.mul(big.softmax(-1)).sum().backward(); }",
  };

  it("ends a cell soon, whatever it computes, and keeps the variables", async () => {
    await kernel.value(
      'import { randn, nn, ones } from "tokenwise"; const big = randn([2000, 2000]); big.size',
    );
    for (const [name, code] of Object.entries(cells)) {
      const running = kernel.run(code);
      await new Promise((resolve) => setTimeout(resolve, 700));
      const asked = performance.now();
      await kernel.process.interrupt();
      const ran = await running;
      assert.equal(ran.status, "interrupted", `${name}: ${ran.error?.stack ?? ""}`);
      const took = performance.now() - asked;
      assert.ok(took < patience, `${name}: took ${Math.round(took)} ms`);
      assert.equal(await kernel.value("big.slice([0, 3]).matmul(big).shape.length"), "2");
    }
  });
});
