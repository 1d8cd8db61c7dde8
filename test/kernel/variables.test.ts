import assert from "node:assert/strict";
import { TestKernel } from "./startKernel.ts";

describe("variables of a notebook", function () {
  this.timeout(60_000);
  let kernel: TestKernel;
  before(() => (kernel = new TestKernel()));
  after(() => kernel.dispose());

  const named = async (name: string) => (await kernel.process.variables()).find((one) => one.name === name);

  it("are what cells declare, with types and previews; imports are none", async () => {
    await kernel.value(
      `import { nn, tensor, zeros } from "tokenwise"; import path from "node:path";
       const n = 1, text = "a\\nb"; let gone; var list = [1, 2]; class Net {} function f() {} enum E { A }
       const net = new Net(); const bare = Object.create(null); const wait = Promise.resolve(1);
       const map = new Map([["k", { v: 1 }]]); const set = new Set([1, 2]); const when = new Date(0); const wrong = new TypeError("w");
       const nested = { a: [1], b: { c: 1 }, t: tensor([1, 2]) }; const floats = new Float32Array([1.5, 2]); const pattern = /a+/gi;`,
    );
    const shown = Object.fromEntries(
      (await kernel.process.variables()).map(({ name, type, preview }) => [name, `${type}: ${preview}`]),
    );
    assert.deepEqual(shown, {
      n: "number: 1",
      text: "string: 'a\\nb'",
      gone: "undefined: undefined",
      list: "Array: [ 1, 2 ]",
      Net: "class: [class Net]",
      f: "function: [Function: f]",
      E: "Object: { 0: 'A', A: 0 }",
      net: "Net: Net {}",
      bare: "object: object {}",
      wait: "Promise: Promise",
      map: "Map: Map(1) { 'k' => [Object] }",
      set: "Set: Set(2) { 1, 2 }",
      when: "Date: 1970-01-01T00:00:00.000Z",
      wrong: "TypeError: TypeError: w",
      nested: "Object: { a: [Array], b: [Object], t: [2] }",
      floats: "Float32Array: Float32Array(2) [ 1.5, 2 ]",
      pattern: "RegExp: /a+/gi",
    });
  });

  it("of tensors have shape, mean, min and max of what is finite, and the counts of the others", async () => {
    await kernel.value("const x = tensor([[1, 2, NaN], [4, Infinity, 5]]); const none = tensor([NaN]);");
    const summary = { shape: [2, 3], mean: 3, min: 1, max: 5, nan: 1, infinite: 1 };
    assert.deepEqual(await named("x"), { name: "x", type: "Tensor", preview: "[2, 3]", tensor: summary });
    assert.deepEqual((await named("none"))?.tensor, { shape: [1], mean: null, min: null, max: null, nan: 1 });
  });

  it("are found without running a getter, a proxy's trap or a custom inspection", async () => {
    await kernel.value(
      `let ran = 0;
       const spy = { get bad() { ran++; return 1; } };
       const proxy = new Proxy({}, { get() { ran++; return 1; }, ownKeys() { ran++; return []; }, getPrototypeOf() { ran++; return null; } });
       class Lazy { get value() { ran++; return 2; } get [Symbol.toStringTag]() { ran++; return "x"; } }
       const lazy = new Lazy();
       const custom = { [Symbol.for("nodejs.util.inspect.custom")]() { ran++; return "mine"; } };
       Object.defineProperty(globalThis, "trap", { get() { ran++; }, configurable: true });
       undefined;`,
    );
    assert.match((await named("spy"))?.preview ?? "", /\[Getter\]/);
    assert.ok(await named("proxy"));
    assert.ok(await named("lazy"));
    assert.ok(await named("custom"));
    assert.equal(await kernel.value("ran"), "0");
  });

  it("run nothing of a value's own code, in the list and when they are opened", async () => {
    await kernel.value(
      `let calls = []; const note = (name) => function () { calls.push(name); return undefined; };
       const getter = (name) => ({ get: note(name), configurable: true, enumerable: true });
       const dress = (value, ...names) => names.reduce((on, name) =>
         Object.defineProperty(on, name, getter(String(name))), value);
       const custom = Symbol.for("nodejs.util.inspect.custom"), draws = Symbol.for("Jupyter.display");
       const errorOf = (...names) => dress(new TypeError("t"), ...names);
       const guarded = (of) => new Proxy(of, new Proxy({}, { get: (_, name) => { calls.push("trap " + String(name)); return undefined; } }));
       class Odd extends Error { get message() { calls.push("message"); return "m"; } get name() { calls.push("name"); return "n"; } toString() { calls.push("toString"); return "s"; } }
       class Told extends Error { get [Symbol.toStringTag]() { calls.push("tag"); } static get name() { calls.push("static name"); } [custom]() { calls.push("custom"); } }
       class List extends Array { get [0]() { calls.push("item"); } static get [Symbol.species]() { calls.push("species"); } [Symbol.iterator]() { calls.push("iterator"); } map() { calls.push("map"); } }
       class Table extends Map { get size() { calls.push("size"); } entries() { calls.push("entries"); } set() { calls.push("set"); return this; } [Symbol.iterator]() { calls.push("iterator"); } }
       class Bag extends Set { get size() { calls.push("size"); } values() { calls.push("values"); } add() { calls.push("add"); return this; } }
       class Floats extends Float32Array { get length() { calls.push("length"); } get buffer() { calls.push("buffer"); } get [Symbol.toStringTag]() { calls.push("tag"); } }
       class Pattern extends RegExp { get source() { calls.push("source"); } get flags() { calls.push("flags"); } get global() { calls.push("global"); } exec() { calls.push("exec"); } toString() { calls.push("toString"); } }
       class Day extends Date { toISOString() { calls.push("toISOString"); } valueOf() { calls.push("valueOf"); } [Symbol.toPrimitive]() { calls.push("toPrimitive"); } toJSON() { calls.push("toJSON"); } }
       class Own extends nn.Module { inner = new nn.Linear(1, 1); get depth() { calls.push("depth"); } extraText() { calls.push("extraText"); return String(this.depth); } forward(x) { return x; } }
       class Plain extends nn.Module { inner = new nn.Linear(1, 1); forward(x) { return x; } }
       const spies = {
         message: errorOf("message"), stack: errorOf("stack"), both: errorOf("message", "stack", "name", "cause", "code", "errors"), odd: new Odd("o"), told: new Told("d"),
         cause: new Error("c", { cause: dress(new Odd("o"), "stack") }), many: dress(new AggregateError([new Odd("o"), errorOf("message")], "a"), "late"),
         fn: dress(() => 1, "name", "length", "toString"), type: class { static get name() { calls.push("class name"); } }, bound: dress((() => 1).bind(), "name"),
         pattern: dress(new Pattern("a", "g"), "source", "lastIndex2"), day: new Day(0), list: new List(3), items: dress([1, 2], "0", "constructor"),
         table: new Table([[1, 2]]), bag: new Bag([1]), floats: new Floats(2), bytes: dress(new Uint8Array(2), "length", "byteLength", "buffer"),
         proxy: guarded({}), callable: guarded(() => 1), array: guarded([]), failed: guarded(new Error("e")), heir: Object.create(guarded({})),
         tag: dress({}, Symbol.toStringTag), tags: Object.create(dress({}, Symbol.toStringTag, "constructor")), json: { toJSON: note("toJSON") },
         inspected: { [custom]: note("custom") }, drawn: dress({}, draws, custom, "then", "toJSON"), rows: [dress({ a: 1 }, "b")], text: { toString: note("toString"), valueOf: note("valueOf"), [Symbol.toPrimitive]: note("toPrimitive") },
         own: new Own(), plain: new Plain(), wait: dress(Promise.resolve(1), "then", "constructor"), wide: { deep: { deeper: errorOf("message") } },
       };
       for (const [name, value] of Object.entries(spies)) globalThis["spy_" + name] = value;
       var ${"message stack both odd told cause many fn type bound pattern day list items table bag floats bytes proxy callable array failed heir tag tags json inspected drawn rows text own plain wait wide"
         .split(" ")
         .map((name) => `spy_${name}`)
         .join(", ")};
       calls.length = 0;`,
      { language: "javascript" },
    );
    const spies = (await kernel.process.variables()).filter(({ name }) => name.startsWith("sp"));
    assert.ok(spies.length > 30);
    const called = async () => kernel.value("const called = String(calls.splice(0)); called");
    assert.equal(await called(), "''");
    const texts = new Map<string, string>();
    for (const { name } of spies) {
      texts.set(name, String((await kernel.process.showVariable(name))["text/plain"]));
      assert.equal(await called(), "''", name);
    }
    assert.match(texts.get("spy_cause")!, /^Error: c\n {4}at Cell \d+, line \d+\nCaused by: Error: o/);
    assert.match(texts.get("spy_stack")!, /^TypeError: t/);
    assert.match(texts.get("spy_both")!, /\[Getter\]/);
    assert.match(texts.get("spy_plain")!, /^Plain\(\n {2}\(inner\): Linear/);
    assert.match(texts.get("spies")!, /floats: Floats\(2\)/);
  });

  it("open as the console prints them, large ones too", async () => {
    const values = {
      of_map: "new Map([['k', { v: 1 }]])", of_long: "new Map(Array.from({ length: 1000 }, (_, i) => [i, i]))",
      of_deep: "({ a: { b: { c: { d: { e: { f: 1 } } } } }, get g() { return 1 }, n: null, u: undefined, bi: 5n, [Symbol('s')]: 1 })",
      of_many: "Array.from({ length: 1e5 }, (_, i) => i)", of_holes: "[1, , 3]", of_bare: "Object.assign(Object.create(null), { x: 1 })",
      of_bytes: "new Uint8Array([1, 2])", of_class: "new (class Foo { a = 1; get z() { return 1 } })()", of_text: "'a\\nb'",
      of_failure: "Object.assign(new RangeError('m', { cause: new Error('c') }), { code: 4 })",
      of_model: "new nn.Sequential(new nn.Linear(1, 1), new nn.MultiheadAttention(2, 1))", of_circle: "(() => { const o = {}; o.self = o; return o })()",
    }; // prettier-ignore
    for (const [name, code] of Object.entries(values)) {
      const printed = await kernel.value(`var ${name} = ${code}; ${name}`, { language: "javascript" });
      assert.equal((await kernel.process.showVariable(name))["text/plain"], printed, name);
    }
  });

  it("run no getter of a typed array's subclass", async () => {
    await kernel.value(
      "let lengths = 0; class Own extends Float32Array { get length() { lengths++; return 9; } } const own = new Own([1, 2]); 0",
    );
    assert.equal((await named("own"))?.preview, "Own(2) [ 1, 2 ]");
    assert.equal(await kernel.value("lengths"), "0");
  });

  it("run nothing that a cell has put on a tensor or around it", async () => {
    await kernel.value(
      `let touched = 0; const touch = { get() { touched++; return [9]; }, configurable: true };
       const dressed = Object.defineProperties(tensor([[1, 2]]), { shape: touch, data: touch, size: touch });
       const inner = tensor([3]); Object.defineProperty(inner.array, "shape", touch); Object.defineProperty(inner.array.storage, "data", touch);
       const items = tensor([[4, 5]]); Object.defineProperty(items.array.shape, 0, touch);
       const traps = Object.fromEntries(Reflect.ownKeys(Reflect).filter((name) => typeof name === "string").map((name) =>
         [name, (...all) => { touched++; return Reflect[name](...all); }]));
       const wrapped = new Proxy(tensor([6]), traps); const heir = Object.create(tensor([7]));
       const below = Object.create(new Proxy(tensor([8]), traps));
       class Model { get weight() { touched++; return 1; } static get name() { touched++; return "x"; } get [Symbol.toStringTag]() { touched++; return "y"; } }
       const model = Object.assign(new Model(), { deep: { get late() { touched++; return 1; } } }); const models = [model, wrapped, dressed];
       touched = 0;`,
      { language: "javascript" },
    );
    const summary = { shape: [1, 2], mean: 1.5, min: 1, max: 2, nan: 0 };
    const listed = new Map((await kernel.process.variables()).map((one) => [one.name, one]));
    assert.deepEqual(listed.get("dressed"), {
      name: "dressed",
      type: "Tensor",
      preview: "[1, 2]",
      tensor: summary,
    });
    for (const name of ["inner", "items", "wrapped", "heir", "below", "model"])
      assert.deepEqual([name, listed.get(name)?.tensor], [name, undefined]);
    assert.equal(listed.get("wrapped")?.type, "Proxy");
    assert.equal(listed.get("models")?.preview, "[ [Object], Proxy, [1, 2] ]");
    assert.match(String((await kernel.process.showVariable("dressed"))["text/plain"]), /1 +2|1, 2/);
    assert.deepEqual(await kernel.process.summarize("dressed"), summary);
    assert.equal(await kernel.value("touched"), "0");
  });

  it("of large tensors have statistics of a sample, and exact ones when asked", async () => {
    await kernel.value(
      `const large = zeros([1000, 512]); large.data.forEach((_, i, data) => (data[i] = i % 512 === 7 ? NaN : i % 512));
       const turned = large.transpose(0, 1);`,
    );
    const listed = new Map((await kernel.process.variables()).map((one) => [one.name, one.tensor]));
    for (const name of ["large", "turned"]) {
      const { sample, mean, min, max, nan } = listed.get(name)!;
      assert.equal(sample, 10_000);
      assert.ok(Math.abs(mean! - 256) < 5 && min === 0 && max === 511, `${name}: ${mean} ${min} ${max}`);
      assert.ok(nan > 0 && nan < (3 * sample!) / 512, `${nan} NaN`);
      const exact = await kernel.process.summarize(name);
      assert.deepEqual([exact?.nan, exact?.min, exact?.max, exact?.sample], [1000, 0, 511, undefined]);
    }
    assert.equal(await kernel.process.summarize("n"), undefined);
  });

  it("open with a short text where the value cannot draw itself", async () => {
    await kernel.value(
      `const draws = Symbol.for("Jupyter.display");
       const throwing = { [draws]() { throw new Error("no"); } };
       const never = { [draws]: () => new Promise(() => {}) };
       const uninspected = { [Symbol.for("nodejs.util.inspect.custom")]() { throw new Error("no"); } }; 0`,
    );
    for (const name of ["throwing", "never", "uninspected"])
      assert.match(String((await kernel.process.showVariable(name))["text/plain"]), /\{/, name);
  });

  it("show the latest value, and nothing of a name that became an import", async () => {
    await kernel.value("let n = 5; list.push(3)");
    assert.equal((await named("list"))?.preview, "[ 1, 2, 3 ]");
    await kernel.value('import { sep as n } from "node:path"');
    assert.equal(await named("n"), undefined);
  });

  it("have short previews, however large the value is", async () => {
    await kernel.value(
      "const long = 'x'.repeat(1e6); const many = Array.from({ length: 1e5 }, (_, i) => ({ i }));",
    );
    for (const name of ["long", "many"]) assert.ok((await named(name))!.preview.length <= 120);
  });

  it("open as an output: a tensor as a heat map whose payload stays small", async () => {
    await kernel.value(
      'import { randn } from "tokenwise"; const huge = randn([2000, 2000]); const small = tensor([[1, 2]]);',
    );
    const bundle = await kernel.process.showVariable("huge");
    assert.ok(Object.keys(bundle).includes("application/vnd.tokenwise.tensor.v1+json"));
    assert.ok(JSON.stringify(bundle).length < 2_000_000, `${JSON.stringify(bundle).length} characters`);
    assert.match(String((await kernel.process.showVariable("small"))["text/plain"]), /1/);
    assert.match(String((await kernel.process.showVariable("list"))["text/plain"]), /\[ 1, 2, 3 \]/);
  });
});
