import assert from "node:assert/strict";
import { TestKernel } from "./startKernel.ts";

/** A stop takes a second at most; a machine that is busy with other things may take its time. */
const patience = 3000;

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Cells that never end by themselves. */
const endless: Record<string, string> = {
  "a loop": "for (;;) {}",
  "a loop that catches everything": "while (true) try { throw 1 } catch {} finally {}",
  "a loop that allocates": "let list = []; for (;;) list = [list.length, new Array(100)];",
  "a loop after an await": "await null; for (;;) {}",
  "a loop in a function after a timer": "async function f() { await new Promise((r) => setTimeout(r, 1)); for (;;); } await f()",
  "a loop in a timer's callback": "setTimeout(() => { for (;;); }, 1); await new Promise(() => {})",
  "a loop in setImmediate": "setImmediate(() => { for (;;); }); await new Promise(() => {})",
  "a loop in a microtask": "queueMicrotask(() => { for (;;); }); await new Promise(() => {})",
  "a promise that never settles": "await new Promise(() => {})",
  "a long timer": "await new Promise((resolve) => setTimeout(resolve, 1e6))",
  "an endless chain of awaits": "for (;;) await null",
  "steps of an interval": "await new Promise(() => setInterval(() => { let s = 0; for (let i = 0; i < 1e6; i++) s += i; }, 1))",
  "a generator": "for (const x of (function* () { for (;;) yield 1; })()) ;",
  "work inside the core": "for (;;) big.matmul(big)",
  "a question that nobody answers": "await input('?')",
  "a wait that blocks the thread": "for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50)",
  "a loop on a full stack": "function rec() { try { rec(); } catch { for (;;) {} } } rec()",
  "a recursion that goes on after each overflow": "const again = () => { try { again(); } catch {} again(); }; again()",
  "a loop in another realm": "(await import('node:vm')).runInNewContext('for (;;) {}')",
  "a wait that blocks the thread for ever": "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)",
  "a regular expression that takes ages": '/^(a+)+$/.test("a".repeat(40) + "!")',
  "printing": 'for (;;) console.log("x".repeat(1000))',
  "updates of a display": 'const shown = display(1); for (;;) shown.update("x".repeat(1e5))',
  "an error whose message never comes": "console.log(Object.defineProperty(new Error(), 'message', { get() { for (;;); } }))",
  "an error whose cause never comes": "throw Object.defineProperty(new Error(), 'cause', { get() { for (;;); } })",
  "a proxy that is printed": "new Proxy(new Error(), { get() { for (;;); } })",
  "a value that prints itself": "({ [Symbol.for('nodejs.util.inspect.custom')]() { for (;;); } }).x ?? { [Symbol.for('nodejs.util.inspect.custom')]() { for (;;); } }",
  "a value that draws itself": "({ [Symbol.for('Jupyter.display')]() { for (;;); } })",
  "a value that becomes JSON": 'display.json({ toJSON() { for (;;); } })',
}; // prettier-ignore

describe("Stop", function () {
  this.timeout(60_000);
  let kernel: TestKernel;

  before(async () => {
    kernel = new TestKernel();
    kernel.process.onInput(() => new Promise(() => undefined));
    await kernel.value(
      'import { randn } from "tokenwise"; const big = randn([400, 400]); let kept = 0; kept',
    );
  });
  after(() => kernel.dispose());

  const stop = async (code: string, after = 15) => {
    const running = kernel.run(code);
    await pause(after);
    const asked = performance.now();
    assert.equal(await kernel.process.interrupt(), "stopped");
    const ran = await running;
    return { ...ran, took: performance.now() - asked };
  };

  for (const [name, code] of Object.entries(endless)) {
    it(`ends ${name} within a second; variables survive`, async () => {
      const { status, took, error, stderr } = await stop(code);
      assert.doesNotMatch(stderr, /own pipe/, "half a message");
      assert.equal(status, "interrupted");
      assert.equal(error?.name, "Interrupted");
      assert.ok(took < patience, `${took} ms`);
      assert.equal(await kernel.value("kept += 1; [kept > 0, big.shape]"), "[ true, [ 400, 400 ] ]");
      await kernel.value("for (let i = 0; i < 1e4; i++) clearInterval(i)");
    });
  }

  it("works 100 times in a row, on loops and on waits", async () => {
    await kernel.value("let count = 0");
    for (let i = 0; i < 100; i++) {
      // Only a wait needs the window in which code of the cell could run: one in ten keeps the test short.
      const code =
        i % 10 === 0 ? "await new Promise(() => {})" : i % 2 ? "for (;;) {}" : "await null; for (;;) {}";
      const { status, took } = await stop(`count++; ${code}`, 1 + (i % 7));
      assert.equal(status, "interrupted", `stop ${i}`);
      assert.ok(took < patience, `stop ${i}: ${took} ms`);
    }
    // Some are stopped before their first statement.
    assert.ok(Number(await kernel.value("count")) > 50);
  });

  it("keeps what the stopped cell has declared and done so far", async () => {
    await stop("const half = [1]; half.push(2); for (;;) {}");
    assert.equal(await kernel.value("half"), "[ 1, 2 ]");
  });

  it("lives through requests and answers that arrive while nothing of the cell runs", async () => {
    for (let i = 0; i < 4; i++) {
      const stopped = stop("await input('?')");
      const questions = setInterval(() => void kernel.process.variables(), 7);
      await pause(15 + 50 * i);
      void kernel.process.isComplete("f(", "typescript");
      assert.equal((await stopped).status, "interrupted");
      clearInterval(questions);
    }
    assert.equal(await kernel.value("1 + 1"), "2");
  });

  it("does nothing when no cell runs, also for the next cell", async () => {
    assert.equal(await kernel.process.interrupt(), "stopped");
    assert.equal(await kernel.value("2 + 2"), "4");
  });

  it("stops the running cell only: the next in the queue runs", async () => {
    const first = kernel.run("for (;;) {}");
    const second = kernel.run("'ran'");
    await pause(15);
    await kernel.process.interrupt();
    assert.deepEqual([(await first).status, (await second).shown], ["interrupted", "'ran'"]);
  });

  it("ends the kernel when asked again while native code does not return, and says so", async () => {
    const other = new TestKernel();
    try {
      await other.value("import { execSync } from 'node:child_process'; execSync('mkfifo empty'); 1");
      const running = other.run("require('node:fs').openSync('empty')"); // Waits for somebody who writes.
      await pause(100);
      void other.process.interrupt();
      await pause(50);
      assert.equal(await other.process.interrupt(), "killed");
      const { status, reason } = await running;
      assert.equal(status, "dead");
      assert.match(reason ?? "", /did not stop, so the kernel was ended: all variables are gone/);
    } finally {
      await other.dispose();
    }
  });

  const awaited: [string, string][] = [
    ["a command", "execSync('sleep 60')"],
    ["commands, whatever becomes of them", "for (;;) try { execSync('sleep 60; sleep 60') } catch {}"],
  ];
  for (const [name, code] of awaited)
    it(`ends ${name} that the cell waits for, and no other child`, async function () {
      if (process.platform !== "linux") return this.skip();
      await kernel.value(
        "import { execSync, spawn } from 'node:child_process'; const other = spawn('sleep', ['60']); 1",
      );
      const { status, took } = await stop(code, 100);
      // The error of a command that was interrupted may end its cell first.
      assert.ok(status === "interrupted" || (status === "error" && !code.startsWith("for")), status);
      assert.ok(took < patience, `${took} ms`);
      assert.equal(
        await kernel.value("[other.exitCode, other.signalCode, other.kill()]"),
        "[ null, null, true ]",
      );
    });

  it("leaves nothing on stderr when the kernel exits after it", async () => {
    const other = new TestKernel();
    const running = other.run("for (;;) {}");
    await pause(200);
    await other.process.interrupt();
    await running;
    const { stderr, reason } = await other.run("process.exit(3)");
    assert.equal(stderr, "");
    assert.match(reason ?? "", /process\.exit\(3\)/);
  });
});
