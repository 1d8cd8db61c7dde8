import assert from "node:assert/strict";
import { TestKernel } from "./startKernel.ts";

/** TypeScript as people write it, each as one cell, with the text of its last expression. */
const cells: Record<string, [code: string, shown: string]> = {
  "types, interfaces and assertions": [
    "interface A<T = string> { a: T; readonly b?: number }\ntype B = A | { c: 1 }[];\nconst x = { a: 'x' } as unknown as A;\nx!.a satisfies string",
    "'x'",
  ],
  "generics, overloads and optional parameters": [
    "function pick(a: string): string;\nfunction pick(a: number): number;\nfunction pick<T>(a: T, b?: T): T { return b ?? a; }\nconst id = <T,>(x: T): T => x;\nid<number>(pick(3))",
    "3",
  ],
  "enums, const enums and merged enums": [
    "enum E { A = 1, B, C = 'c' }\nconst enum F { X = E.B }\nenum E2 { A }\nenum E2 { B = 5 }\n[E.B, E[1], E.C, F.X, E2.A, E2.B]",
    "[ 2, 'A', 'c', 2, 0, 5 ]",
  ],
  "namespaces, nested and merged": [
    "namespace N { export const a = 1; export namespace M { export const b = 2 } }\nnamespace N { export const c = a + 1 }\n[N.a, N.M.b, N.c]",
    "[ 1, 2, 2 ]",
  ],
  "parameter properties, access modifiers and abstract classes": [
    "abstract class Base { protected constructor(readonly name: string, private n = 1) {} abstract f(): number; get m() { return this.n } }\nclass Sub extends Base { declare extra: string; constructor() { super('s') } override f() { return this.m + 1 } }\n[new Sub().name, new Sub().f()]",
    "[ 's', 2 ]",
  ],
  "decorators of classes and methods": [
    "const calls: string[] = [];\nfunction log(target: any, context: { name: any; kind: string }) { calls.push(`${context.kind} ${String(context.name)}`); return target }\n@log\nclass D { @log f() { return 1 } @log static s() { return 2 } }\n[new D().f(), D.s(), calls.length]",
    "[ 1, 2, 3 ]",
  ],
  "private fields, static blocks and accessors": [
    "class P { #x = 1; static y: number; static { P.y = 2 } get x(): number { return this.#x } set x(v) { this.#x = v } }\nconst p = new P(); p.x = 7; [p.x, P.y]",
    "[ 7, 2 ]",
  ],
  "declarations without code": [
    "declare const missing: number;\ndeclare module 'nowhere' { export const x: number }\ndeclare global { interface Window { y: 1 } }\nabstract class Q {}\ntypeof missing",
    "'undefined'",
  ],
  "destructuring with types, defaults and rest": [
    "const { a, b: { c = 3, ...rest } = {}, ...others }: any = { a: 1, b: { d: 4 }, e: 5 };\nconst [first, , ...tail]: number[] = [1, 2, 3];\n[a, c, rest, others, first, tail]",
    "[ 1, 3, { d: 4 }, { e: 5 }, 1, [ 3 ] ]",
  ],
  "top-level await, for await and async generators": [
    "async function* g(): AsyncGenerator<number> { yield 1; yield 2 }\nlet sum = 0;\nfor await (const x of g()) sum += x;\nconst { y } = await Promise.resolve({ y: sum });\ny",
    "3",
  ],
  "labels, switch and comma expressions at the top": [
    "let n = 0;\nouter: for (;;) { for (;;) { if (++n > 3) break outer; continue outer } }\nswitch (n) { case 4: n = 40 }\nn",
    "40",
  ],
  "template literal types, tuples, keyof and infer": [
    "type Name<T> = T extends `on${infer R}` ? R : never;\nconst t: [x: number, y?: string] = [1];\nconst k: keyof { q: 1 } = 'q';\nconst u: Name<'onA'> = 'A';\n[t, k, u]",
    "[ [ 1 ], 'q', 'A' ]",
  ],
  "functions with this, assertion signatures and accessors of modules": [
    "function f(this: { v: number }): number { return this.v }\nfunction isText(x: unknown): asserts x is string {}\nisText('a');\nf.call({ v: 9 })",
    "9",
  ],
  "exports, which are left out": [
    "export const e1 = 1;\nexport default function e2() { return 2 }\nexport type { Foo } from './x';\n[e1, e2()]",
    "[ 1, 2 ]",
  ],
  "regular expressions, optional chaining and numeric separators": [
    "const m = /(?<year>\\d{4})/u.exec('in 2024')?.groups?.year;\n[m, 1_000, undefined?.[0] ?? 'none', 2 ** 3]",
    "[ '2024', 1000, 'none', 8 ]",
  ],
  "namespaces wherever they stand": [
    "const a1 = 1; namespace Q1 { export const z = 1 }\n/* c */ namespace Q2 { export const z = 2 }\nif (1) {} namespace Q3.R { export const z = 3 }\nexport namespace Q4 /* d */ { export const z = a1 }\n[Q1.z, Q2.z, Q3.R.z, Q4.z]",
    "[ 1, 2, 3, 1 ]",
  ],
  "decorated class expressions and accessor fields": [
    "const named = (n: number) => (c: any, _: unknown) => { c.n = n; return c };\nconst e: any = @named(1) class {};\nclass Ac { accessor x = 1 }\n[e.n, new Ac().x]",
    "[ 1, 1 ]",
  ],
  "using and await using in blocks and functions": [
    "const log: string[] = [];\nconst sync = (n: string) => ({ [Symbol.dispose ?? Symbol.for('Symbol.dispose')]() { log.push(n) } });\n{ using a = sync('a'); using b = sync('b'); log.push('in') }\nawait (async () => { await using c = sync('c'); log.push('async') })();\nlog",
    "[ 'in', 'b', 'a', 'async', 'c' ]",
  ],
  "text that only looks like types": [
    "const s = 'namespace X { @dec }';\n// namespace Y {\nconst lt = 1 < 2, gt = (3) > (2);\n[s.length, lt, gt]",
    "[ 20, true, true ]",
  ],
  "imports by require, beside what only TypeScript compiles too": [
    'import path = require("node:path");\nexport import fs = require("node:fs");\nnamespace R { export const j = path.join("a", "b") }\nimport inner = R.j;\n[R.j, inner, typeof fs.readFileSync]',
    "[ 'a/b', 'a/b', 'function' ]",
  ],
  "exports of CommonJS, which are left out": [
    "const c1 = 1;\nmodule.exports = { c1 };\nexport = c1;\nc1",
    "1",
  ],
  "namespaces merged with a function, a class and an enum": [
    "function mf() { return 1 }\nnamespace mf { export const x = 2 }\nclass Mc { x = 3 }\nnamespace Mc { export const y = 4 }\nenum Me { A = 5 }\nnamespace Me { export function f() { return Me.A } }\n[mf(), mf.x, new Mc().x, Mc.y, Me.f()]",
    "[ 1, 2, 3, 4, 5 ]",
  ],
  "names that are words of TypeScript, and names in other scripts": [
    "var type = 1, of = 2, from = 3, as = 4, declare = 5, namespace = 6, module = 7, abstract = 8, using = 9, \\u0061bc = 10, größe = 11, 変数 = 12;\ntype = 13;\n[type, of, from, as, declare, namespace, module, abstract, using, abc, größe, 変数].join()",
    "'13,2,3,4,5,6,7,8,9,10,11,12'",
  ],
  "comments, a hashbang and Windows line ends": [
    "#!/usr/bin/env node\r\n/* a */ const w = 1; // b\r\nw",
    "1",
  ],
};

describe("the language of cells", function () {
  this.timeout(60_000);
  let kernel: TestKernel;
  before(() => (kernel = new TestKernel()));
  after(() => kernel.dispose());

  for (const [name, [code, shown]] of Object.entries(cells))
    it(`${name}, also when the cell is run again`, async () => {
      assert.equal(await kernel.value(code), shown);
      assert.equal(await kernel.value(code), shown);
    });

  it("gives later cells what earlier ones declare, functions before their line too", async () => {
    assert.equal(await kernel.value("const early = late();\nfunction late() { return 'up' }\nearly"), "'up'");
    assert.equal(await kernel.value("late() + early"), "'upup'");
  });

  it("lowers decorators and accessors of JavaScript cells too", async () => {
    const { shown } = await kernel.run(
      "const mark = (c) => { c.n = 2 };\n@mark class Jd { accessor x = 1 }\n[Jd.n, new Jd().x]",
      { language: "javascript" },
    );
    assert.equal(shown, "[ 2, 1 ]");
  });

  it("refuses JSX in words, and nothing else that looks like it", async () => {
    const { error } = await kernel.run('const a = "<b>x</b>";\nconst el = <p className="c">don\'t</p>;');
    assert.match(error?.stack ?? "", /^SyntaxError: Cells do not compile JSX: .*\n.*line 2\n.*\n {15}\^$/);
    const other = await kernel.run('display.html("<b>x</b>") // <br/>\nconst = 1;');
    assert.doesNotMatch(other.error?.stack ?? "", /JSX/);
  });

  it("lists what a cell declares, and not what compiling it adds", async () => {
    await kernel.run(
      "const mark = (v: any, _: any) => v;\n@mark class Marked { @mark accessor x = 1 }\n{ using none = null }",
    );
    const names = (await kernel.process.variables()).map(({ name }) => name);
    assert.ok(names.includes("Marked") && !names.some((name) => name.startsWith("__")), names.join());
  });

  it("says what stands in for the names of CommonJS", async () => {
    for (const [name, hint] of [
      ["__dirname", /use import\.meta\.dirname/],
      ["__filename", /use import\.meta\.filename/],
      ["exports.a = 1", /in later cells without being exported/],
    ] as const)
      assert.match((await kernel.run(name)).error?.stack ?? "", hint);
  });

  it("refuses using at the top level and decorators of parameters, with the place", async () => {
    for (const keyword of ["using", "await using"]) {
      const { error } = await kernel.run(`const before = 1;\n${keyword} x = null;`);
      assert.match(error?.stack ?? "", /^SyntaxError: .*put it in a block.*\n {4}at Cell \d+, line 2\n/);
    }
    const { error } = await kernel.run("function dec() {}\nclass P { f(@dec x: number) {} }");
    assert.match(error?.stack ?? "", /^SyntaxError: Parameters cannot have decorators.*\n.*line 2\n/);
  });

  it("compiles after a cell has added an enumerable property to every object", async () => {
    await kernel.run("Object.prototype.foo = 1");
    assert.equal(await kernel.value("const p1: number = 1; [p1]"), "[ 1 ]");
    assert.equal(await kernel.value("namespace Np { export const z = 2 } Np.z"), "2");
    assert.equal(await kernel.value("delete (Object.prototype as any).foo"), "true");
  });

  it("refuses to declare what the language fixes, with the place; within a block it may", async () => {
    for (const name of ["undefined", "NaN", "Infinity", "__tokenwise"])
      for (const declaration of [
        `let ${name} = 1`,
        `var [${name}] = [1]`,
        `class ${name} {}`,
        `function ${name}() {}`,
        `import { join as ${name} } from "node:path"`,
      ]) {
        const { error } = await kernel.run(`1;\n${declaration}`, { language: "javascript" });
        assert.match(
          error?.stack ?? "",
          new RegExp(`^SyntaxError: A cell cannot declare "${name}", .*choose another name.*\\n.*line 2\\n`),
        );
      }
    assert.equal(
      await kernel.value(
        "{ let undefined = 5; console.log(undefined) }\nfunction f(NaN: number) { return NaN } f(4)",
      ),
      "4",
    );
  });

  it("names what is not declared, with the place", async () => {
    const { error } = await kernel.run("const fine = 1;\nnotDeclared + fine");
    assert.match(error?.stack ?? "", /^ReferenceError: notDeclared is not defined\n {4}at Cell \d+, line 2$/);
  });

  it("shows nothing of what decorators and namespaces are compiled to", async () => {
    const code =
      "const dec = (value: any) => value; @dec class Seen { @dec m() {} @dec accessor a = 1 } namespace Sp { export const x = 1 }";
    await kernel.value(code);
    await kernel.value(code); // Runs again.
    assert.equal(await kernel.value("Object.keys(this).filter((name) => name.startsWith('_'))"), "[]");
    assert.deepEqual(
      (await kernel.process.variables()).map(({ name }) => name).filter((name) => name.startsWith("_")),
      [],
    );
  });
});
