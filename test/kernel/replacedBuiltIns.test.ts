import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
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

describe("a cell that replaces a built-in function", function () {
  this.timeout(60_000);
  let kernel: TestKernel;
  const begin = async () => {
    kernel = new TestKernel();
    await kernel.value('import { tensor, nn } from "tokenwise"; let kept = 1;');
  };
  before(begin);
  // What one test leaves behind must not fail the others.
  afterEach(async function () {
    if (!this.currentTest?.isFailed()) return;
    await kernel.dispose();
    await begin();
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
      await stopsLoop(code);
      const waiting = kernel.run(`${code}; await new Promise((resolve) => setTimeout(resolve, 8)); kept`, {
        language: "javascript",
      });
      assert.ok((await kernel.process.variables()).some((variable) => variable.name === "kept"));
      const { status, shown } = await waiting;
      assert.deepEqual([status, shown], ["ok", "1"]);
    });

  const works = async () => {
    const { error, stdout, stderr, reason } = await kernel.run(`
      console.error("printed"); process.stdout.write(new Uint8Array([52]));
      enum E { A = kept } console.log(new nn.LayerNorm(2).forward(tensor([[E.A, 3]])).shape);
      ({ E }.none as any).x`);
    assert.deepEqual([stderr, stdout], ["printed\n", "4[ 1, 2 ]\n"], error?.stack ?? reason);
    assert.match(error?.stack ?? "", /TypeError[^]*at Cell \d+, line 4/);
  };

  // All functions of an object at once; without Array.prototype.pop, by which Node itself ends each of its callbacks.
  const replaceAll = (object: string) => `{
    const object = ${object};
    const { getOwnPropertyDescriptor, defineProperty, ownKeys } = Reflect;
    const keys = ownKeys(object);
    const replacement = () => { throw new Error("mine"); };
    for (let i = 0; i < keys.length; i++) {
      const property = getOwnPropertyDescriptor(object, keys[i]);
      if (property.configurable === false || keys[i] === "constructor" || (object === Array.prototype && keys[i] === "pop")) continue;
      if (property.get) defineProperty(object, keys[i], { get: replacement, configurable: true });
      else if (typeof property.value === "function")
        defineProperty(object, keys[i], { value: replacement, configurable: true, writable: true });
    }
  }`;
  const classes = [
    "node:stream.Stream", "node:stream.Readable", "node:stream.Writable", "node:stream.Duplex", "node:net.Socket",
    "node:events.EventEmitter", "node:string_decoder.StringDecoder", "node:inspector.Session", "node:vm.Script",
    "node:worker_threads.Worker", "node:worker_threads.MessagePort", "node:child_process.ChildProcess",
    "node:async_hooks.AsyncLocalStorage", "node:async_hooks.AsyncResource", "node:util.TextDecoder", "node:buffer.Buffer",
  ]; // prettier-ignore
  const prototypes = [
    ...classes.map((name) => `require("${name.split(".")[0]}").${name.split(".")[1]}.prototype`),
    "EventTarget.prototype", "URL.prototype", "URLSearchParams.prototype", "WebAssembly", "WebAssembly.Memory.prototype",
    "WebAssembly.Instance.prototype", "Reflect", "JSON", "Atomics", "FinalizationRegistry.prototype", "Promise.prototype",
    "Object", "Object.prototype", "Array", "Array.prototype", "String.prototype", "Map.prototype", "Set.prototype", "WeakMap.prototype",
    "RegExp.prototype", "Function.prototype", "Symbol.prototype", "Error.prototype", "Error", "ArrayBuffer.prototype",
    "Float32Array.__proto__", "Float32Array.prototype.__proto__", "DataView.prototype", "(function* () {})().__proto__.__proto__",
    "setTimeout(() => 0).__proto__", "setImmediate(() => 0).__proto__", "console.Console.prototype", "process.stdout.__proto__.__proto__",
    "require('node:async_hooks').createHook({}).__proto__",
  ]; // prettier-ignore
  for (const object of prototypes)
    it(`all functions of ${object}: the next cell works`, async () => {
      await kernel.run(replaceAll(object), { language: "javascript" });
      await works();
    });

  for (const object of prototypes.slice(0, classes.length))
    it(`all functions of ${object}, and waits: the host's messages arrive`, async () => {
      const waiting = kernel.run(`${replaceAll(object)}\nawait new Promise((go) => (globalThis.go = go))`, {
        language: "javascript",
      });
      await pause(5);
      await kernel.process.variables();
      await kernel.process.interrupt();
      assert.equal((await waiting).status, "interrupted");
      await works();
    });

  it("all functions of Node's modules that the kernel imports: the next cell works", async () => {
    const folders = ["kernel", "processes", "core"].map((name) =>
      resolve(import.meta.dirname, "../../src", name),
    );
    const modules = [...new Set(folders.flatMap(importedBy))];
    assert.ok(modules.length > 10);
    for (const [index, module] of modules.entries()) {
      await kernel.run(replaceAll(`require("${module}")`), { language: "javascript" });
      writeFileSync(join(kernel.folder, "local.ts"), `export const local: number = ${index};`);
      assert.equal(await kernel.value('import { local } from "./local.ts"; local'), String(index), module);
      assert.equal(await kernel.value("await input('?').catch(() => 5)"), "5", module);
      await works();
    }
  });

  const fields = [
    "type", "execution", "cell", "id", "number", "code", "language", "output", "name", "text", "data", "displayId", "update", "message",
    "stack", "frames", "status", "milliseconds", "request", "value", "prompt", "line", "column", "file", "functionName", "start", "end",
    "pid", "all", "again", "at", "sign", "child", "body", "source", "kind", "key", "keys", "length", "0", "1", "exports", "options",
    "constructor", "url", "method", "params", "result", "exception", "threw", "thrown", "shape", "dtype", "then", "get", "isBlocked",
  ]; // prettier-ignore
  it("setters that throw for fields of all objects: the next cell works", async () => {
    const setters = fields.map(
      (field) =>
        `Object.defineProperty(Object.prototype, "${field}", { set: ${throws(field)}, get() {}, configurable: true });`,
    );
    await kernel.run(setters.join(""), { language: "javascript" });
    await works();
    await kernel.dispose();
    await begin();
  });

  it("tells that the process exits: Stop still ends a cell only", async () => {
    await kernel.run("process.emit('exit', 7)", { language: "javascript" });
    await stopsLoop("");
    assert.equal(await kernel.value("kept"), "1");
  });

  it("process.emit, as packages wrap it: late errors are told, also where it says that nobody heard", async () => {
    const late =
      "setTimeout(() => { throw new Error('late') }, 1); await new Promise((go) => setTimeout(go, 20))";
    for (const replacement of [
      "const before = process.emit; process.emit = function (...event) { return before.apply(this, event) }",
      "process.emit = () => false",
    ])
      assert.match(
        (await kernel.run(`${replacement}; ${late}`, { language: "javascript" })).stderr,
        /^Uncaught Error: late\n/,
      );
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

/** Node's modules that a folder's files import. */
function importedBy(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .flatMap((file) => [
      ...readFileSync(join(folder, file), "utf8").matchAll(/^(?:import|\}) .*from "(node:[\w/]+)";$/gm),
    ])
    .map(([, module]) => module!);
}
