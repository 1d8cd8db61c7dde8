import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import type { CellSyntaxError } from "../../src/kernel/compile/cellSyntaxError.ts";
import type { compileCell as Compile } from "../../src/kernel/compile/compileCell.ts";
import { kernelPath } from "./startKernel.ts";

let compileCell: typeof Compile;

/** The place of a cell's syntax error, and its message. */
function failure(code: string): string {
  try {
    compileCell(code, "typescript");
    return "compiles";
  } catch (error) {
    const { name, line, column, message } = error as Partial<CellSyntaxError>;
    if (name !== "SyntaxError" || line === undefined) throw error;
    return `${line}:${column} ${message}`;
  }
}

describe("compiling a cell", function () {
  this.timeout(60_000);
  before(async () => {
    Object.assign(globalThis, { __dirname: dirname(kernelPath) }); // Where the kernel's bundle finds TypeScript's.
    ({ compileCell } = await import("../../src/kernel/compile/compileCell.ts"));
  });
  after(() => void Reflect.deleteProperty(globalThis, "__dirname"));

  const refused: Record<string, [code: string, failure: string]> = {
    "a decorated class that ends early": ["1;\n@dec class {", "2:13 '}' expected."],
    "a decorated class without a name": [
      "1;\n@dec class {}",
      "2:1 A class declaration without the 'default' modifier must have a name.",
    ],
    "a decorated enum": ["@dec enum E { A }", "1:1 Decorators are not valid here."],
    "a decorated interface": ["@dec interface I {}", "1:1 Decorators are not valid here."],
    "a decorated function": ["@dec function f() {}", "1:1 Decorators are not valid here."],
    "a decorated constructor": ["class C { @dec constructor() {} }", "1:11 Decorators are not valid here."],
    "a decorated overload": [
      "class C { @dec m(): void; m() {} }",
      "1:11 A decorator can only decorate a method implementation, not an overload.",
    ],
    "an enum's member that cannot count on": [
      'enum R {\n  A = "x", // one\n  B\n}',
      "3:3 Enum member must have initializer.",
    ],
    "what makes sucrase lose its way": [
      "type B = A | { c: 1 }[constructor];\nconst x = { a: class'x' }} as unknown as A;",
      "2:21 '{' expected.",
    ],
  };
  for (const [name, [code, expected]] of Object.entries(refused))
    it(`refuses ${name}, with the place`, () => assert.equal(failure(code), expected));

  it("compiles enums of texts, and decorators where they may stand", () => {
    for (const code of [
      'enum R { A = "x", B = "y", }',
      'enum R { A = "x", /* , B, */ C = 1, D }',
      "@dec class C { @dec m() {} @dec accessor a = 1; @dec static get b() { return 1 } }",
      "export default @dec class {}",
    ])
      assert.equal(failure(code), "compiles");
  });

  it("fails with a place within the text, whatever is cut out of code", () => {
    const texts = corpus();
    const property = fc.property(fc.nat(), fc.nat(), fc.nat(), fc.nat(3), (index, start, length, kind) => {
      const words = texts[index % texts.length]!.match(/\w+|\s+|[^\w\s]/g) ?? [];
      if (kind === 0) words.length = start % (words.length + 1);
      else
        words.splice(
          start % words.length,
          1 + (length % 3),
          ...words.slice(length % words.length).slice(0, kind - 1),
        );
      const code = words.join("");
      const place = /^(\d+):(\d+) .|^compiles$/.exec(failure(code));
      assert.ok(place, failure(code));
      assert.ok(Number(place[1] ?? 1) <= code.split("\n").length && place[2] !== "0", failure(code));
    });
    fc.assert(property, { numRuns: 150 });
  });
});

/** Code of all kinds: the kernel's own short files, and cells with what only TypeScript's own transpiler compiles. */
function corpus(): string[] {
  const folder = join(import.meta.dirname, "../../src/kernel/compile");
  const files = readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"));
  return [
    ...files.filter((text) => text.length < 3000),
    "namespace N { export const a = 1; @dec class X { @m f() {} accessor y = 2 } }\n{ using a = b(); await using c = d() }",
    "export default @dec class Foo<T extends string> extends Bar<T> { constructor(private a: string, public b?: number) { super() } static { this.x = 1 } #p = 2; declare z: string }",
    'enum R { A = "x", B = `y`, C = 1, D }\nabstract class Q<in out T> { private static async *[Symbol.iterator]?(): AsyncGenerator<T> {} }',
    "function over(a: string): void; function over(a: any) {}\nlet t = <any>x; let u = x as const satisfies Y; for await (const q of z) { label: break label }",
  ];
}
