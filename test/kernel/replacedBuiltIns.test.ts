import assert from "node:assert/strict";
import { TestKernel } from "./startKernel.ts";

const throws = (name: string) => `() => { throw new Error("mine: ${name}"); }`;

// What the kernel, the core and their packages call, replaced by what cannot work.
const replaced = [
  "Array.prototype.push", "Array.prototype.map", "Array.prototype.filter", "Array.prototype.join", "Array.prototype.shift",
  "Array.prototype.forEach", "Array.prototype.flatMap", "Array.prototype.some", "Array.prototype.slice", "Array.prototype[Symbol.iterator]",
  "Array.from", "Array.isArray", "Map.prototype.get", "Map.prototype.set", "Set.prototype.add", "Set.prototype.has",
  "Object.keys", "Object.entries", "Object.defineProperty", "Object.getOwnPropertyDescriptor", "Object.getPrototypeOf",
  "Object.prototype.hasOwnProperty", "Object.prototype.toString", "String.prototype.replace", "String.prototype.split",
  "String.prototype.slice", "String.prototype.trim", "String.prototype.startsWith", "JSON.stringify", "JSON.parse", "RegExp.prototype.exec",
  "RegExp.prototype.test", "RegExp.prototype[Symbol.replace]", "Promise.prototype.then", "Promise.race", "Promise.resolve",
  "Function.prototype.call", "Function.prototype.apply", "Function.prototype.bind", "Function.prototype.toString", "Number.isInteger",
  "Math.max", "Math.floor", "Float32Array.prototype.constructor", "Float32Array.from", "Buffer.from", "Reflect.apply",
]; // prettier-ignore

const others: [string, string][] = [
  ["next of all array iterators", `[][Symbol.iterator]().__proto__.next = ${throws("next")}`],
  ["Map.prototype.get, deleted", "delete Map.prototype.get"],
  [
    "an accessor for Array.prototype.map",
    `Object.defineProperty(Array.prototype, "map", { get: ${throws("map")} })`,
  ],
  ["Object.prototype.get", "Object.prototype.get = () => 1"],
  ["Object.prototype.value", "Object.prototype.value = 1"],
  ["Object.prototype.toJSON", "Object.prototype.toJSON = () => 1"],
  ["Array.prototype.toJSON", "Array.prototype.toJSON = () => 1"],
  ["Object.prototype.anything", "Object.prototype.anything = 1"],
  ["Array.prototype.last", "Array.prototype.last = function () { return this.at(-1) }"],
  ["performance.now", `performance.now = ${throws("now")}`],
  [
    "Error.stackTraceLimit, locked",
    "Object.defineProperty(Error, 'stackTraceLimit', { writable: false, configurable: false })",
  ],
  ["fs.writeSync", `require("node:fs").writeSync = ${throws("writeSync")}`],
];

const table = [...replaced.map((name) => [name, `${name} = ${throws(name)}`]), ...others] as [
  string,
  string,
][];

/** A Stop that arrives while a cell with this begins may stay without an answer, before Node 24. */
const unsafeToStop = "Function.prototype.apply";

describe("a cell that replaces a built-in function", function () {
  this.timeout(60_000);
  let kernel: TestKernel;
  before(async () => {
    kernel = new TestKernel();
    await kernel.value('import { tensor, nn } from "tokenwise"; let kept = 1;');
  });
  after(() => kernel.dispose());

  const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

  const stopsLoop = async (code: string) => {
    const looping = kernel.run(`${code}; for (;;) {}`, { language: "javascript" });
    await pause(5);
    assert.equal(await kernel.process.interrupt(), "stopped");
    assert.equal((await looping).status, "interrupted");
  };

  for (const [name, code] of table)
    it(`${name}: kernel, core and Stop go on`, async () => {
      const ran = await kernel.run(`${code}; console.log("said"); kept`, { language: "javascript" });
      assert.deepEqual([ran.status, ran.stdout, ran.shown], ["ok", "said\n", "1"], ran.error?.stack);
      assert.equal(await kernel.value("new nn.LayerNorm(2).forward(tensor([[1, 3]])).shape"), "[ 1, 2 ]");
      const failed = await kernel.run("\nenum E { A }; ({ E }.none as any).x");
      assert.match(failed.error?.stack ?? "", /TypeError[^]*at Cell \d+, line 2/);
      if (name !== unsafeToStop) await stopsLoop(code);
      const waiting = kernel.run(`${code}; await new Promise((resolve) => setTimeout(resolve, 8)); kept`, {
        language: "javascript",
      });
      assert.ok((await kernel.process.variables()).some((variable) => variable.name === "kept"));
      const { status, shown } = await waiting;
      assert.deepEqual([status, shown], ["ok", "1"]);
    });

  it("says so below the cell; what is new, and random numbers, stay the cell's", async () => {
    const { stderr } = await kernel.run(
      "Array.prototype.push = Map.prototype.get = () => 1; Array.prototype.first = function () { return this[0] }; Math.random = () => 0.5;",
      { language: "javascript" },
    );
    assert.match(
      stderr,
      /^Array\.prototype\.push, Map\.prototype\.get: as built in again\. .* until it ends\.\n$/,
    );
    const seen = await kernel.value("[[7].first(), Math.random(), [].push.name]");
    assert.equal(seen, "[ 7, 0.5, 'push' ]");
  });

  it("Object.prototype.then, by which its own end never comes: Stop ends it", async () => {
    const hanging = kernel.run("Object.prototype.then = () => undefined; 1", { language: "javascript" });
    await pause(20);
    assert.equal(await kernel.process.interrupt(), "stopped");
    // From Node 24 on the cell ends by itself.
    assert.match((await hanging).status, /^(interrupted|ok)$/);
    assert.equal(await kernel.value("({}).then"), undefined);
  });

  it("in a timer, after the cell has ended", async () => {
    await kernel.run("setTimeout(() => { Array.prototype.map = () => { throw 1 } }, 1)", {
      language: "javascript",
    });
    await pause(20);
    assert.equal(await kernel.value("[1].map(String)"), "[ '1' ]");
  });

  it("and freezes all of arrays' functions", async () => {
    await kernel.value("Object.freeze(Array.prototype); 1");
    assert.equal(await kernel.value("new nn.LayerNorm(2).forward(tensor([[1, 3]])).shape"), "[ 1, 2 ]");
  });

  it("and locks it: the cell says so, once", async () => {
    const lock =
      "Object.defineProperty(String.prototype, 'padStart', { value: () => 'x', writable: false, configurable: false }); 0";
    assert.match(
      (await kernel.run(lock)).stderr,
      /^String\.prototype\.padStart: locked by a cell and cannot be put back/,
    );
    assert.equal((await kernel.run("1 + 1")).stderr, "");
  });
});
