import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { KernelOptions } from "../../src/host/kernelProcess.ts";
import { kernelPath, TestKernel } from "../kernel/startKernel.ts";

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A process that nobody has waited for yet is still listed.
    return !/^State:\s+Z/m.test(
      existsSync(`/proc/${pid}`) ? readFileSync(`/proc/${pid}/status`, "utf8") : "",
    );
  } catch {
    return false;
  }
}

async function ends(pid: number): Promise<boolean> {
  for (let i = 0; i < 100 && isAlive(pid); i++) await pause(30);
  return !isAlive(pid);
}

/** A cell that starts a child of its own, prints both process ids and goes on. */
const startsChild = (then: string) =>
  `import { spawn } from "node:child_process";
   const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
   console.log(process.pid, child.pid); ${then}`;

/**
 * A cell that starts children in sessions of their own, and prints their ids: without the kernel's pipes, with them, with an
 * empty environment, and one with an empty environment whose parent has ended.
 */
const startsSessions = `import { spawn } from "node:child_process";
   const sleeper = ["-e", "setInterval(() => {}, 1000)"];
   const [alone, holding, bare] = [{ stdio: "ignore" }, { stdio: "inherit" }, { stdio: "ignore", env: {} }].map((options) =>
     spawn(process.execPath, sleeper, { ...options, detached: true }));
   alone.unref();
   const orphaning = \`const { spawn } = require("node:child_process");
     console.log(spawn(process.execPath, \${JSON.stringify(sleeper)}, { stdio: "ignore" }).pid); process.exit()\`;
   const parent = spawn(process.execPath, ["-e", orphaning], { env: {}, detached: true });
   const orphan = await new Promise((resolve) => parent.stdout.once("data", resolve));
   await new Promise((resolve) => parent.once("exit", resolve));
   console.log(alone.pid, holding.pid, bare.pid, Number(orphan));`;

describe("a kernel's life", function () {
  this.timeout(60_000);
  const kernels: TestKernel[] = [];
  const start = (...options: ConstructorParameters<typeof TestKernel>) => {
    const kernel = new TestKernel(...options);
    kernels.push(kernel);
    return kernel;
  };
  afterEach(async () => {
    await Promise.all(kernels.splice(0).map((kernel) => kernel.dispose()));
  });

  it("goes from starting to idle, busy, idle and dead", async () => {
    const kernel = start();
    const states: string[] = [kernel.process.state];
    const stop = kernel.process.onState((state) => states.push(state));
    await kernel.value("1");
    await kernel.value("2");
    await kernel.dispose();
    stop();
    assert.deepEqual(states, ["starting", "busy", "idle", "busy", "idle", "dead"]);
  });

  it("numbers executions and measures them", async () => {
    const kernel = start();
    const [first, second] = await Promise.all([
      kernel.run("await new Promise((resolve) => setTimeout(resolve, 120))"),
      kernel.run("throw 1"),
    ]);
    assert.deepEqual([first.executionCount, second.executionCount], [1, 2]);
    assert.ok(first.milliseconds >= 110 && first.milliseconds < 2000, String(first.milliseconds));
    assert.ok(second.milliseconds < 100, "waiting in the queue is no part of it");
  });

  const deaths: [string, string, RegExp][] = [
    ["process.exit", "process.exit(7)", /ended the kernel with process\.exit\(7\)/],
    [
      "process.exit in a timer",
      "setTimeout(() => process.exit(0)); await new Promise(() => {})",
      /process\.exit\(0\)/,
    ],
    ["a signal", "process.kill(process.pid, 'SIGKILL'); for (;;);", /killed by SIGKILL/],
    ["process.abort", "process.abort()", /killed by SIGABRT/],
  ];
  for (const [name, code, reason] of deaths)
    it(`ends with the reason: ${name}; later cells are told too`, async () => {
      const kernel = start();
      await kernel.value("const before = 1");
      const running = kernel.run(code);
      const queued = kernel.run("before");
      const dead = await running;
      assert.equal(dead.status, "dead");
      assert.match(dead.reason ?? "", reason);
      assert.equal(dead.stderr, "", "Node's own stacks");
      assert.equal((await queued).status, "dead");
      const later = await kernel.run("before");
      assert.deepEqual([later.status, later.reason], ["dead", dead.reason]);
      assert.equal(kernel.process.deathReason, dead.reason);
      assert.deepEqual(await kernel.process.variables(), []);
    });

  it("ends with the reason when memory runs out, without V8's own stack", async () => {
    const kernel = start({ heapMb: 64, heapHint: "the setting x" });
    const dead = await kernel.run("const kept = []; for (;;) kept.push(new Array(10_000).fill({}))");
    assert.equal(dead.status, "dead");
    assert.match(
      dead.reason ?? "",
      /ran out of memory \(heap limit 64 MiB\): keep less, or raise the limit with the setting x\./,
    );
    assert.equal(dead.stderr, "");
  });

  const strangers: [string, string][] = [
    ["garbage", "fs.writeSync(4, 'garbage\\n')"],
    ["null", "fs.writeSync(4, 'null\\n')"],
    ["half a line", "fs.writeSync(4, 'no line end')"],
    ["a message without its fields", `fs.writeSync(4, '{"type":"output","execution":1}\\n')`],
  ];
  for (const [name, code] of strangers)
    it(`lives on when a cell writes into its pipe: ${name}`, async () => {
      const kernel = start();
      const ran = await kernel.run(`import fs from "node:fs"; ${code}; 'after'`);
      assert.deepEqual([ran.status, ran.shown], ["ok", "'after'"]);
      assert.match(ran.stderr, /into the kernel's own pipe \(file descriptor 4\); it was ignored/);
      assert.equal(await kernel.value("1 + 1"), "2");
    });

  it("shows what a child of a cell prints past the kernel", async () => {
    const kernel = start();
    const ran = await kernel.run(
      `import { spawnSync } from "node:child_process";
       spawnSync(process.execPath, ["-e", "console.log('child says')"], { stdio: "inherit" });`,
    );
    await pause(30);
    assert.match(
      ran.outputs.map((output) => (output.type === "stream" ? output.text : "")).join(""),
      /child says/,
    );
  });

  const neverStarted: [string, Partial<KernelOptions>, RegExp][] = [
    [
      "without its program",
      { execPath: join(tmpdir(), "no-such-node") },
      /^The kernel could not be started: there is no program .*no-such-node\.$/,
    ],
    [
      "without its folder",
      { cwd: join(tmpdir(), "no-such-folder") },
      /^The kernel could not be started: the notebook's folder .*no-such-folder does not exist any more\.$/,
    ],
    [
      "with no heap to speak of",
      { heapMb: 1, heapHint: "the option --heap" },
      /^The kernel ran out of memory \(heap limit 1 MiB\): keep less, or raise the limit with the option --heap\.$/,
    ],
    [
      "with a module in NODE_OPTIONS that does not exist",
      { env: { NODE_OPTIONS: "--require=/no/such.js" } },
      /^The kernel ended with code 1: Error: Cannot find module '\/no\/such\.js'\. .* NODE_OPTIONS=--require=\/no\/such\.js; take that away if it is wrong\.$/,
    ],
    [
      "with an option that Node does not know",
      { env: { NODE_OPTIONS: "--no-such-option" } },
      /^The kernel ended with code 9: .*--no-such-option is not allowed in NODE_OPTIONS\. .* take that away/,
    ],
  ];
  for (const [name, options, reason] of neverStarted)
    it(`says why it could not start ${name}`, async () => {
      const dead = await start(options).run("1");
      assert.equal(dead.status, "dead");
      assert.match(dead.reason ?? "", reason);
    });

  it("refuses a heap limit that is none", () => {
    for (const heapMb of [0, -5, NaN])
      assert.throws(() => start({ heapMb }), /must be a number of megabytes/);
  });

  it("waits for no debugger, whatever NODE_OPTIONS of the settings say", async () => {
    const kernel = start({ env: { NODE_OPTIONS: "--inspect-brk=0 --stack-trace-limit=7 --inspect" } });
    assert.equal(await kernel.value("process.env.NODE_OPTIONS.trim()"), "'--stack-trace-limit=7'");
  });

  it("never shares variables between two notebooks", async () => {
    const [one, other] = [start(), start()];
    await one.value("const mine = 1; globalThis.also = 2; process.env.TOKENWISE_MINE = '3'");
    assert.equal(
      await other.value("[typeof mine, typeof also, process.env.TOKENWISE_MINE]"),
      "[ 'undefined', 'undefined', undefined ]",
    );
  });

  it("takes its environment from the settings, and no NODE_OPTIONS from anywhere else", async () => {
    process.env["NODE_OPTIONS"] = "--require=/does/not/exist.js --inspect-brk";
    try {
      const kernel = start({ env: { TOKENWISE_SET: "yes", HOME: "" } });
      assert.equal(
        await kernel.value("[process.env.NODE_OPTIONS, process.env.TOKENWISE_SET, process.env.HOME]"),
        "[ undefined, 'yes', undefined ]",
      );
    } finally {
      delete process.env["NODE_OPTIONS"];
    }
  });

  it("ends with the children of its cells when it is disposed of", async () => {
    const kernel = start();
    const { stdout } = await kernel.run(startsChild(""));
    const [own, child] = stdout.trim().split(" ").map(Number) as [number, number];
    await kernel.dispose();
    assert.ok(await ends(own));
    assert.ok(await ends(child));
  });

  const endings: [string, string][] = [
    ["it is disposed of", ""],
    ["a cell calls process.exit", "process.exit(0)"],
    ["a signal kills it", "process.kill(process.pid, 'SIGKILL')"],
  ];
  for (const [name, then] of endings)
    it(`ends children in sessions of their own, with its pipes or without, when ${name}`, async function () {
      if (process.platform !== "linux") return this.skip();
      const kernel = start();
      const ran = await kernel.run(startsSessions);
      const children = ran.stdout.trim().split(" ").map(Number);
      assert.equal(children.length, 4);
      assert.ok(children.every(isAlive));
      if (then === "") await kernel.dispose();
      else assert.equal((await kernel.run(then)).status, "dead");
      for (const child of children) assert.ok(await ends(child), `${child} lives on`);
    });

  const loops: [string, string][] = [
    ["a cell loops", "for (;;) {}"],
    ["a cell waits", "await new Promise(() => setTimeout(() => {}, 1e6))"],
    ["nothing runs", ""],
  ];
  for (const [name, then] of loops)
    it(`ends with the children of its cells, those in sessions of their own too, when the host is killed while ${name}`, async function () {
      if (process.platform !== "linux") return this.skip();
      const code = `${startsSessions} console.log(process.pid); ${then}`;
      const host = spawn(
        process.execPath,
        ["--import", "tsx", "--input-type=module", "-e", hostProgram(code)],
        {
          stdio: ["ignore", "pipe", "inherit"],
        },
      );
      const printed = await printsNumbers(host.stdout, 5);
      assert.ok(printed.every(isAlive));
      host.kill("SIGKILL");
      for (const pid of printed) assert.ok(await ends(pid), `${pid} of ${String(printed)} lives on`);
    });

  it("is not confused by a cell that is edited, moved or run again while it is queued", async () => {
    const kernel = start();
    const texts: string[] = [];
    const run = (id: string, number: number, code: string) =>
      kernel.process.execute({ id, number, code, language: "typescript" }, (output) => {
        if (output.type === "error")
          texts.push(`${output.stack.split("\n").at(-1)!.trim()} ${output.frames[0]?.cell}`);
      });
    await Promise.all([
      run("a", 1, "await new Promise((resolve) => setTimeout(resolve, 30)); throw new Error('first')"),
      run("a", 3, "\nthrow new Error('edited and moved')"),
      run("b", 1, "throw new Error('another')"),
    ]);
    assert.deepEqual(texts, ["at Cell 1, line 1 a", "at Cell 3, line 2 a", "at Cell 1, line 1 b"]);
  });

  it("leaves no process behind when a program that used one ends by itself", () => {
    const program = `${hostProgram(startsChild("undefined"))} process.exit(0);`;
    const { status, stdout } = spawnSync(
      process.execPath,
      ["--import", "tsx", "--input-type=module", "-e", program],
      { encoding: "utf8", timeout: 20_000 },
    );
    assert.equal(status, 0);
    const own = Number(stdout.trim().split(" ")[0]);
    assert.ok(own > 0);
    return ends(own).then((ended) => assert.ok(ended));
  });
});

/** The first `count` numbers that a stream prints. */
function printsNumbers(stream: NodeJS.ReadableStream, count: number): Promise<number[]> {
  let text = "";
  return new Promise((resolve) => {
    stream.setEncoding("utf8").on("data", (piece: string) => {
      text += piece;
      const numbers = text.trim().split(/\s+/).map(Number);
      if (numbers.length === count && text.endsWith("\n")) resolve(numbers);
    });
  });
}

/** A host of its own: starts a kernel and runs a cell, whose prints it prints. */
function hostProgram(code: string): string {
  const module = pathToFileURL(join(import.meta.dirname, "../../src/host/kernelProcess.ts")).href;
  const options = { kernelPath, execPath: process.env["TOKENWISE_TEST_NODE"] ?? process.execPath, cwd: mkdtempSync(join(tmpdir(), "tokenwise-host-")) }; // prettier-ignore
  const cell = { id: "c", number: 1, code, language: "typescript" };
  return `import { KernelProcess } from ${JSON.stringify(module)};
    const kernel = KernelProcess.start(${JSON.stringify(options)});
    await new Promise((resolve) => {
      void kernel.execute(${JSON.stringify(cell)}, (output) => {
        if (output.type !== "stream") return;
        process.stdout.write(output.text);
        resolve();
      });
    });`;
}
