import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { TestKernel } from "./startKernel.ts";

/** Cells that throw; each bar stands before a place that the error's frames name, innermost first. */
const cells: [what: string, marked: string][] = [
  ["behind types", "const a: number = 1, b: string[] = (null as any)!.¦length;"],
  ["in a call with types", "const f = <T,>(g: () => T): T => ¦g();\nlet x: number = 1; ¦f<string>(null as any);"],
  ["in a parameter property's class", "class P { constructor(private a: number, b = (a as any).c.¦d) {} }\nlet p: P = ¦new P(1 as number);"],
  ["behind an enum", "enum E { A = 1, B }  ¦throwing();"],
  ["in a template", "let t: string = `a ${1 as number} ${  (null as any).¦x }`;"],
  ["behind a template with empty parts", "const b: number = 1, s: string = `${b}${b as any}x`;\nlet c: any = `${b}`, d: string = `${b}y${  (null as any).¦x }`;"],
  ["behind types that repeat names", "const g = (a: { b: any }, b: any = a as any): any => { return  (b as any).b.c.¦d; };  ¦g({ b: { b: { b: 1 } } });"],
  ["in a namespace", "namespace N {\n  interface I { a: 1 }\n  export const f = () => { throw ¦new Error('deep'); };\n}\n\n  N.¦f();"],
  ["behind a decorated class", "const d = (..._: any[]) => {};\n@d class D { @d m(): void {} }\n  if (d as any) ¦throwing();"],
  ["in an object", "{ a: 1 as number, b: ¦throwing() }"],
  ["of a last expression that draws itself wrongly", "const s: any = { get [Symbol.for('Jupyter.display')]() { throw ¦new Error('d'); } }; ¦s"],
  ["of an import", "let y: number;   ¦import { q } from './none.ts';"],
  ["of an import behind statements", "let z = 1;\nz++;\n  ¦import none\n  from 'no-such-package';\nz--;"],
  ["of a syntax error behind types", "const c: number = 1; const e = (2¦;"],
  ["of what V8 alone refuses", `const fine: number = 1;\n  let l: string = String(${"1,".repeat(65_600)}¦1);`],
]; // prettier-ignore

/** Where the bars stand, counted from 1, and the text without them. */
function unmarked(marked: string): { text: string; places: string[] } {
  const places: string[] = [];
  for (const [index, line] of marked.split("\n").entries())
    for (const [order, { index: at }] of [...line.matchAll(/¦/g)].entries())
      places.push(`${index + 1}:${at - order + 1}`);
  return { text: marked.replaceAll("¦", ""), places };
}

describe("places of errors: the source's lines and columns", function () {
  this.timeout(60_000);
  let kernel: TestKernel;
  before(() => (kernel = new TestKernel()));
  after(() => kernel.dispose());

  for (const [what, marked] of cells)
    it(`${what}, in a cell`, async () => {
      const { text, places } = unmarked(marked);
      const { error } = await kernel.run(text);
      const found = error?.frames.map(({ line, column }) => `${line}:${column}`);
      assert.deepEqual(found, places, error?.stack.slice(0, 1000));
    });

  for (const [what, marked] of cells.slice(0, 9))
    it(`${what}, in a local file`, async () => {
      const { text, places } = unmarked(marked);
      const file = join(kernel.folder, "local.ts");
      writeFileSync(file, text);
      const { error } = await kernel.run(`  import "./local.ts";`);
      const found = error?.frames.map(({ line, column }) => `${line}:${column}`);
      assert.deepEqual(found, [...places, "1:3"], error?.stack);
      assert.equal(error?.frames[0]?.file, file);
    });
});
