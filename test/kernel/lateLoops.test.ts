import assert from "node:assert/strict";
import { TestKernel, type Ran } from "./startKernel.ts";

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Cells that end at once and leave behind what never ends; a while after their end the kernel is busy. */
const leaving: Record<string, string> = {
  "a timer's callback": "setTimeout(function tick() {\n for (;;); }, 20)",
  "an interval's callback": "setInterval(function tick() {\n for (;;); }, 20)",
  "setImmediate": "setTimeout(() => setImmediate(function tick() {\n for (;;); }), 20)",
  "a promise's continuation": "new Promise((done) => setTimeout(done, 20)).then(function tick() {\n for (;;); })",
  "an async function": "async function tick() { await new Promise((done) => setTimeout(done, 20));\n for (;;); }\n tick()",
  "an endless chain of awaits": "async function tick() { await new Promise((done) => setTimeout(done, 20));\n for (;;) await null; }\n tick()",
  "process.nextTick": "setTimeout(() => { const tick = () =>\n process.nextTick(tick); tick(); }, 20)",
  "an event": 'const events = new (await import("node:events")).EventEmitter(); events.on("go", function tick() {\n for (;;); }); setTimeout(() => events.emit("go"), 20)',
  "a timer's callback on a full stack": "setTimeout(function fill() { try { fill(); } catch {\n for (;;); } }, 20)",
  "code that eval made": "setTimeout(new Function('for (;;);'), 20)",
  "a listener of uncaught errors": 'process.once("uncaughtException", function tick() {\n for (;;); }); setTimeout(() => { throw 1; }, 20)',
  "a listener of rejections": 'process.once("unhandledRejection", function tick() {\n for (;;); }); setTimeout(() => Promise.reject(1), 20)',
  "an error that is printed": "setTimeout(() => { throw Object.defineProperty(new Error('x'), 'message', { get() {\n for (;;); } }); }, 20)",
}; // prettier-ignore

describe("Stop, of what a cell has left running", function () {
  this.timeout(60_000);
  let kernel: TestKernel;
  before(async () => {
    kernel = new TestKernel();
    await kernel.value("let kept = 0");
  });
  after(() => kernel.dispose());

  /** Runs the cell, and waits until it loops. */
  const leave = async (code: string): Promise<Ran> => {
    const ran = await kernel.run(`${code}; undefined`);
    assert.equal(ran.status, "ok", ran.error?.stack);
    await pause(60);
    return ran;
  };

  for (const [name, code] of Object.entries(leaving))
    it(`ends ${name} and tells its cell; the cell that waits runs`, async () => {
      const left = await leave(code);
      const next = kernel.run("kept += 1");
      await pause(20);
      const asked = performance.now();
      assert.equal(await kernel.process.interrupt(), "stopped");
      const took = performance.now() - asked;
      assert.ok(took < 3000, `${took} ms`);
      const { status, error } = await next;
      assert.deepEqual([status, error], ["ok", undefined]);
      // It may be told after the cell that waited has ended.
      for (let i = 0; i < 100 && textOf(left, "stderr") === ""; i++) await pause(20);
      const text = textOf(left, "stderr");
      assert.match(text, /Interrupted: what cell \d+ had left running was stopped\.\n/);
      if (/function tick\(\)[^]* for \(;;\);/.test(code)) assert.match(text, /tick \(Cell \d+, line \d\)/);
    });

  it("ends it also when no cell waits; other timers go on", async () => {
    await kernel.value("let ticks = 0; const ticking = setInterval(() => ticks++, 5)");
    const left = await leave("setTimeout(() => { for (;;); }, 5)");
    assert.equal(await kernel.process.interrupt(), "stopped");
    assert.match(textOf(left, "stderr"), /what cell \d+ had left running/);
    const before = Number(await kernel.value("ticks"));
    await pause(100);
    assert.ok(Number(await kernel.value("clearInterval(ticking); ticks")) > before);
  });

  it("ends all of many callbacks, and says so once", async () => {
    const left = await leave("for (let i = 0; i < 8; i++) setTimeout(() => { for (;;); }, 20)");
    assert.equal(await kernel.process.interrupt(), "stopped");
    for (let i = 0; i < 3; i++) assert.equal(await kernel.value("1 + 1"), "2");
    assert.equal(textOf(left, "stderr").split("Interrupted:").length, 2);
  });

  it("ends the cell that waits too where all is to be stopped, and names the cause", async () => {
    await leave("setTimeout(() => { for (;;); }, 5)");
    const next = kernel.run("kept = -1");
    await pause(20);
    assert.equal(await kernel.process.interrupt({ all: true }), "stopped");
    const { status, error } = await next;
    assert.equal(status, "interrupted");
    assert.match(
      error?.message ?? "",
      /before it began: what cell \d+ had left running kept the kernel busy/,
    );
    assert.equal(await kernel.value("kept > 0"), "true");
  });

  it("spares callbacks of other cells that come back, and ends the cell that waits", async () => {
    const other = await kernel.run(
      "let calls = 0; const busy = setInterval(() => { for (const end = Date.now() + 15; Date.now() < end;); calls++; }, 1); undefined",
    );
    const running = kernel.run("await new Promise(() => {})");
    await pause(50);
    await kernel.process.interrupt();
    assert.equal((await running).status, "interrupted");
    const calls = Number(await kernel.value("calls"));
    await pause(100);
    assert.ok(Number(await kernel.value("clearInterval(busy); calls")) > calls);
    assert.equal(textOf(other, "stderr"), "");
  });

  it("shows that the kernel is busy while it lasts", async () => {
    const states: string[] = [];
    const left = kernel.run("setTimeout(() => { for (;;); }, 5); undefined");
    await left;
    const end = kernel.process.onState((state) => states.push(state));
    for (let i = 0; i < 100 && kernel.process.state !== "busy"; i++) await pause(30);
    await kernel.process.interrupt();
    for (let i = 0; i < 100 && kernel.process.state !== "idle"; i++) await pause(30);
    end();
    assert.deepEqual(states, ["busy", "idle"]);
  });

  it("ends a value that draws itself for the view of variables without end", async () => {
    await kernel.value(
      'const drawing = { [Symbol.for("Jupyter.display")]() { for (;;); } }; const table = 1; undefined',
    );
    const shown = kernel.process.showVariable("drawing");
    const list = kernel.process.variables();
    const next = kernel.run("1 + 1");
    await pause(50);
    assert.equal(await kernel.process.interrupt(), "stopped");
    assert.match(String((await shown)["text/plain"]), /Symbol|\{|object/i);
    assert.ok((await list).some(({ name }) => name === "table"));
    assert.equal((await next).shown, "2");
  });
});

function textOf({ outputs }: Ran, stream: string): string {
  return outputs
    .map((output) => (output.type === "stream" && output.name === stream ? output.text : ""))
    .join("");
}
