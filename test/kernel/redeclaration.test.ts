import assert from "node:assert/strict";
import { TestKernel } from "./startKernel.ts";

/** One way to declare `name`, and what `String(read)` gives afterwards. */
const kinds: Record<
  string,
  { declare: (name: string) => string; read: (name: string) => string; gives: string }
> = {
  let: { declare: (name) => `let ${name}: string = "let";`, read: (name) => name, gives: "'let'" },
  const: { declare: (name) => `const ${name} = "const" as const;`, read: (name) => name, gives: "'const'" },
  var: { declare: (name) => `var ${name} = "var";`, read: (name) => name, gives: "'var'" },
  function: {
    declare: (name) => `function ${name}() { return "function"; }`,
    read: (name) => `${name}()`,
    gives: "'function'",
  },
  class: {
    declare: (name) => `class ${name} { kind = "class"; }`,
    read: (name) => `new ${name}().kind`,
    gives: "'class'",
  },
  import: {
    declare: (name) => `import { sep as ${name} } from "node:path";`,
    read: (name) => `typeof ${name}`,
    gives: "'string'",
  },
  destructuring: {
    declare: (name) => `const { a: [${name}] } = { a: ["destructuring"] };`,
    read: (name) => name,
    gives: "'destructuring'",
  },
  enum: { declare: (name) => `enum ${name} { A = 4 }`, read: (name) => `${name}.A`, gives: "4" },
  namespace: {
    declare: (name) => `namespace ${name} { export const inner = 5; }`,
    read: (name) => `${name}.inner`,
    gives: "5",
  },
};

describe("declaring a name again", function () {
  this.timeout(60_000);
  let kernel: TestKernel;
  before(() => (kernel = new TestKernel()));
  after(() => kernel.dispose());

  for (const [first, one] of Object.entries(kinds)) {
    for (const [second, other] of Object.entries(kinds)) {
      it(`${first}, then ${second}`, async () => {
        const name = `name_${first}_${second}`;
        await kernel.value(one.declare(name));
        assert.equal(await kernel.value(one.read(name)), one.gives);
        await kernel.value(other.declare(name));
        assert.equal(await kernel.value(other.read(name)), other.gives);
        // The second again, as when its cell is run again.
        await kernel.value(other.declare(name));
        assert.equal(await kernel.value(other.read(name)), other.gives);
      });
    }
  }

  it("starts `let x;` as undefined again", async () => {
    await kernel.value("let fresh; fresh ??= 0; fresh++");
    assert.equal(await kernel.value("let fresh;\n[fresh]"), "[ undefined ]");
  });

  it("takes a var beside a function of its name, and exports of earlier names", async () => {
    assert.equal(await kernel.value("var both = 1; function both() {} both"), "1");
    assert.equal(await kernel.value("export { both };\nboth + 1"), "2");
  });

  it("refuses the same name twice within one cell, with the place", async () => {
    const { error } = await kernel.run("let twice = 1;\nlet twice = 2;");
    assert.equal(error?.name, "SyntaxError");
    assert.match(error?.stack ?? "", /'twice' has already been declared\n {4}at Cell \d+, line 2/);
  });
});
