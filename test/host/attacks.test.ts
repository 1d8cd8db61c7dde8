import assert from "node:assert/strict";
import { TestKernel } from "../kernel/startKernel.ts";

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe("a kernel whose cell attacks its process", function () {
  this.timeout(30_000);
  let kernel: TestKernel;
  beforeEach(() => (kernel = new TestKernel()));
  afterEach(() => kernel.dispose());

  for (const descriptor of [3, 4, 5])
    it(`says that a cell closed its connection: file descriptor ${descriptor}`, async () => {
      await kernel.run(`import fs from "node:fs"; fs.closeSync(${descriptor});`);
      // Descriptor 5 is the watchdog's: the next cell may end before the host hears of it.
      await pause(500);
      const { status, reason } = await kernel.run("1 + 1");
      assert.equal(status, "dead");
      assert.match(
        reason ?? "",
        /closed the kernel's connection, so the kernel was ended: all variables are gone/,
      );
    });

  const attacks: [string, string, RegExp][] = [
    ["ends stdout", "process.stdout.end('last '); process.stderr.end()", /^last $/],
    ["removes all listeners", "process.removeAllListeners()", /^$/],
    ["has a listener of errors that throws", "process.on('uncaughtException', () => { throw 1; })", /^$/],
  ];
  for (const [name, code, printed] of attacks)
    it(`lives on when a cell ${name}: prints, late errors and the exit are told`, async () => {
      assert.match((await kernel.run(`${code}; undefined`)).stdout, printed);
      const next = await kernel.run("setTimeout(() => { throw new Error('late'); }); console.log('next')");
      assert.equal(next.stdout, "next\n");
      await pause(100);
      const told = next.outputs.map((output) => (output.type === "stream" ? output.text : "")).join("");
      assert.match(told, /Uncaught Error: late/);
      assert.match((await kernel.run("process.exit(3)")).reason ?? "", /process\.exit\(3\)/);
    });

  it("exits also when a listener of the exit never ends, once it is stopped", async () => {
    await kernel.value("process.on('exit', () => { for (;;); }); 1");
    const exiting = kernel.run("process.exit(4)");
    await pause(50);
    await kernel.process.interrupt();
    assert.match((await exiting).reason ?? "", /process\.exit\(4\)/);
  });
});
