import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { TestKernel } from "./startKernel.ts";

const constant = /^TypeError: Assignment to constant variable\.\n {4}at .*Cell \d+, line 1/;

describe("names that cannot be assigned to", function () {
  this.timeout(60_000);
  let kernel: TestKernel;
  before(() => (kernel = new TestKernel()));
  after(() => kernel.dispose());

  const write = (path: string, text: string) => {
    const file = join(kernel.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  };
  const fails = async (code: string): Promise<string> => (await kernel.run(code)).error?.stack ?? "no error";

  /** Ways to assign to `name`. */
  const assignments: Record<string, (name: string) => string> = {
    "=": (name) => `${name} = 2`,
    "+=": (name) => `${name} += 2`,
    "??=": (name) => `${name} &&= 2`,
    "++": (name) => `--${name}, ${name}++`,
    "an array's pattern": (name) => `[, [${name} = 3] = []] = []`,
    "an object's pattern": (name) => `({ ${name} } = { ${name}: 2 })`,
    "an object's pattern with a default": (name) => `({ a: { ${name} = 2 } } = { a: {} })`,
    "rest patterns": (name) => `({ ...${name} } = {}), [...${name}] = []`,
    "for of": (name) => `for (${name} of [1]);`,
    "for in": (name) => `for (${name} in [1]);`,
    "a function": (name) => `(() => { { ${name} = 2 } })()`,
  };
  for (const [way, assign] of Object.entries(assignments))
    it(`const and import, by ${way}, in their own cell and in later ones`, async () => {
      write("one.ts", "export const one = 1;");
      for (const [name, declaration] of [
        ["fixed", "const { fixed } = { fixed: 1 };"],
        ["one", 'import { one } from "./one.ts";'],
      ] as const) {
        assert.match(await fails(`${declaration} ${assign(name)}`), constant);
        await kernel.value(declaration);
        assert.match(await fails(assign(name)), constant);
        assert.equal(await kernel.value(name), "1");
      }
    });

  it("leaves names of inner scopes alone", async () => {
    await kernel.value("const outer = 1;");
    const inner = [
      "{ let outer = 1; outer = 2 }",
      "((outer) => { outer = 2 })(1)",
      "(function () { { var outer = 1 } outer = 2 })()",
      "(function outer() { try { throw 1 } catch (outer) { outer = 2 } })()",
      "for (let outer = 0; outer < 2; outer++);",
      "switch (1) { default: let outer = 1; outer = 2 }",
      "new (class { static { var outer = 1; outer = 2 } })()",
      "({ outer: 1 }).outer = 2",
    ];
    for (const code of inner) await kernel.value(code);
    assert.equal(await kernel.value("outer"), "1");
  });

  it("may be declared anew, and functions of earlier cells then assign to what there is", async () => {
    await kernel.value("const again = 1; function change() { again = 2 }");
    assert.match(await fails("change()"), constant);
    assert.equal(await kernel.value("let again = 1; change(); again"), "2");
    assert.match(await fails("const again = 1; change()"), constant);
    assert.equal(await kernel.value("for (var again = 5; again < 7; again++); again"), "7");
    assert.equal(await kernel.value("function again() { return 3 } again()"), "3");
    assert.match(await fails("const again = 4; again = 5"), constant);
  });

  it("are kept from functions that did not know them yet", async () => {
    await kernel.value("function early() { unknown = 2 }");
    assert.match(
      await fails("const unknown = 1; early()"),
      /^TypeError: .*\nA cell declares "unknown" as a constant\.\n {4}at early \(Cell/,
    );
  });

  it("throw an error that can be caught, once the value is there", async () => {
    assert.equal(
      await kernel.value(
        "const caught = 1; const seen: string[] = [];\ntry { caught = (seen.push('value'), 2) } catch (error) { seen.push(error.message) }\nseen",
      ),
      "[ 'value', 'Assignment to constant variable.' ]",
    );
  });

  it("may be names of globals that packages write", async () => {
    assert.equal(await kernel.value("const fetch = globalThis.fetch; typeof fetch"), "'function'");
    assert.match(await fails("fetch = 1"), constant);
    assert.equal(await kernel.value("globalThis.fetch = 1; fetch"), "1");
  });

  it("show what a module exports at each moment", async () => {
    write("counter.ts", "export let count = 0;\nexport function increase() { count++ }");
    write("node_modules/esm/package.json", '{ "type": "module", "exports": "./counter.js" }');
    write("node_modules/esm/counter.js", "export let count = 0;\nexport function increase() { count++ }");
    write(
      "through.ts",
      'export * from "esm";\nimport { count } from "esm";\nexport const read = () => count;',
    );
    for (const module of ["./counter.ts", "esm", "./through.ts"]) {
      const cell = `import { count, increase } from "${module}"; import * as all from "${module}";`;
      await kernel.value(`${cell} increase();`);
      assert.equal(await kernel.value("const before = count; increase(); count - before"), "1");
      assert.equal(await kernel.value("increase(); (() => all.count === count)()"), "true");
      assert.match(await fails("count++"), constant);
      assert.match(await fails("all.count = 5"), /^TypeError: Cannot (set|assign)/);
    }
    assert.equal(await kernel.value('import { read } from "./through.ts"; read() === count'), "true");
    assert.match((await kernel.value("all")) ?? "", /count: \d+,\n? *increase: \[Function: increase\]/);
    assert.equal(await kernel.value("let count = 1; count++; count"), "2");
  });
});
