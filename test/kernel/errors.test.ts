import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { TestKernel } from "./startKernel.ts";

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe("errors of cells", function () {
  this.timeout(60_000);
  let kernel: TestKernel;
  before(() => (kernel = new TestKernel()));
  after(() => kernel.dispose());

  const fails = async (code: string) => {
    const { status, error } = await kernel.run(code);
    assert.equal(status, "error");
    assert.ok(error);
    return error;
  };
  const write = (name: string, text: string) => writeFileSync(join(kernel.folder, name), text);

  it("shows the user's frames across cells, with cell and line, and no inner ones", async () => {
    const first = await kernel.run("function outer(f: () => void) {\n  f();\n}");
    const error = await fails("const inner = () => {\n  null.x;\n};\nouter(inner)");
    const number = first.executionCount;
    assert.equal(
      error.stack,
      [
        "TypeError: Cannot read properties of null (reading 'x')",
        `    at inner (Cell ${number + 1}, line 2)`,
        `    at outer (Cell ${number}, line 2)`,
        `    at Cell ${number + 1}, line 4`,
      ].join("\n"),
    );
    assert.deepEqual(
      error.frames.map(({ cell, line }) => [cell, line]),
      [
        [`cell-${number + 1}`, 2],
        [`cell-${number}`, 2],
        [`cell-${number + 1}`, 4],
      ],
    );
  });

  it("keeps the lines of what TypeScript's own compiler has rewritten", async () => {
    const error = await fails(
      "namespace N {\n  export interface I { a: 1 }\n\n  export const f = () => { throw new Error('deep'); };\n}\n\nN.f();",
    );
    assert.match(error.stack, /line 4\)?\n.*line 7$/);
  });

  it("shows frames of local .ts files, and of code after an await", async () => {
    write(
      "broken.ts",
      "interface Big {\n  a: number;\n}\nexport async function broken(x: Big) {\n  await null;\n  throw new RangeError(`no ${x.a}`);\n}\n",
    );
    const error = await fails('import { broken } from "./broken.ts";\nawait broken({ a: 1 });');
    assert.match(
      error.stack,
      /^RangeError: no 1\n {4}at broken \(broken\.ts, line 6\)\n {4}at async Cell \d+, line 2$/,
    );
    assert.equal(error.frames[0]?.file, join(kernel.folder, "broken.ts"));
  });

  it("hides the frames of the core and of packages below the user's", async () => {
    const error = await fails(
      'import { tensor } from "tokenwise";\ntensor([1, 2]).matmul(tensor([[1, 2, 3]]))',
    );
    assert.match(error.stack, /^\w*Error: .*\n {4}at Cell \d+, line 2$/);
  });

  it("shows causes with their frames, and each once", async () => {
    const error = await fails(
      "let first;\ntry {\n  try { null.x } catch (cause) { first = cause; throw new Error('second', { cause }) }\n} catch (cause) {\n  first.cause = cause;\n  throw new Error('third', { cause });\n}",
    );
    assert.match(
      error.stack,
      /^Error: third\n {4}at .*line 6\nCaused by: Error: second\n {4}at .*line 3\nCaused by: TypeError: .*\n {4}at .*line 3$/,
    );
    const printed = error.stack.split("\n").filter((line) => line.startsWith("    at "));
    assert.deepEqual(
      error.frames.map(({ line }) => line),
      printed.map((line) => Number(/\d+$/.exec(line)?.[0])),
    );
  });

  it("shows a cause that is no error, and the errors of an AggregateError", async () => {
    assert.match(
      (await fails("throw new Error('x', { cause: { code: 7 } })")).stack,
      /\nCaused by: \{ code: 7 \}$/,
    );
    assert.match(
      (await fails("throw new Error('x', { cause: 'a timeout' })")).stack,
      /\nCaused by: 'a timeout'$/,
    );
    assert.match(
      (await fails("await Promise.any([Promise.reject(new Error('a'))])")).stack,
      /Error 1 of 1: Error: a/,
    );
  });

  it("does not take an error's own field named cause for the error before it", async () => {
    const field = "class Told extends Error { cause = 'norm' }\nthrow new Told('x')";
    assert.doesNotMatch((await fails(field)).stack, /Caused by/);
    const leak =
      'import { assertTokenIndependent, randn } from "tokenwise";\nassertTokenIndependent((x) => x.sub(x.mean(1, { keepdims: true })), randn([1, 3, 4]))';
    const error = await fails(leak);
    assert.equal(error.name, "TokenDependenceError");
    assert.doesNotMatch(error.stack, /Caused by/);
  });

  it("points at the place of a syntax error, also in a local file", async () => {
    const error = await fails("const a = 1;\nconst b = (2;\n");
    assert.match(error.stack, /^SyntaxError: .*\n {4}at Cell \d+, line 2\n {4}const b = \(2;\n {16}\^$/);
    assert.deepEqual(
      error.frames.map(({ line, column }) => [line, column]),
      [[2, 13]],
    );
    write("wrong.ts", "export const x = 1;\nexport const = 2;\n");
    assert.match(
      (await fails('import { x } from "./wrong.ts";')).stack,
      /wrong\.ts, line 2\n {4}export const = 2;/,
    );
  });

  it("shows thrown values that are no errors", async () => {
    assert.equal((await fails("throw { code: 1 }")).stack, "Uncaught { code: 1 }");
    assert.equal((await fails("throw undefined")).stack, "Uncaught undefined");
    assert.equal((await fails("throw 'text'")).stack, "Uncaught 'text'");
  });

  it("survives errors that cannot be printed", async () => {
    const error = await fails("throw Object.assign(new Error('x'), { toString() { throw 1 }, name: 7 })");
    assert.equal(error.name, "Error");
    assert.equal(await kernel.value("1"), "1");
  });

  it("survives a stack overflow", async () => {
    const error = await fails("const deep = () => deep() + 1;\ndeep()");
    assert.match(error.stack, /^RangeError: Maximum call stack[^]*line 1/);
  });

  it("writes late errors to stderr of the cell that caused them; the next cells run", async () => {
    const timer = await kernel.run("setTimeout(() => {\n  throw new Error('late');\n}, 10); 'ended'");
    const rejection = await kernel.run("void Promise.reject(new Error('lost')); 'ended'");
    assert.deepEqual([timer.status, rejection.status], ["ok", "ok"]);
    await kernel.value("await new Promise((resolve) => setTimeout(resolve, 60))");
    await pause(10);
    const stderr = ({ outputs }: typeof timer) =>
      outputs
        .map((output) => (output.type === "stream" && output.name === "stderr" ? output.text : ""))
        .join("");
    assert.match(
      stderr(timer),
      /^Uncaught Error: late\n {4}at .*\(Cell \d+, line 2\)\n$|^Uncaught Error: late\n {4}at .*Cell \d+, line 2/,
    );
    assert.match(stderr(rejection), /^Unhandled rejection: Error: lost\n {4}at Cell \d+, line 1\n$/);
    assert.equal(await kernel.value("'on'"), "'on'");
  });

  it("does not call a rejection unhandled that a later cell awaits at once", async () => {
    await kernel.value(
      "const later = new Promise((_, reject) => setTimeout(() => reject(new Error('awaited')), 80))",
    );
    const error = await fails("await later");
    assert.match(error.stack, /^Error: awaited/);
  });

  it("shows the fields of an error, and runs no getter", async () => {
    const { stack } = await fails(
      "throw Object.defineProperty(Object.assign(new Error('m'), { code: 'X', detail: { a: 1 } }), 'late', { enumerable: true, get() { throw 1 } })",
    );
    assert.match(
      stack,
      /^Error: m\n {4}at Cell \d+, line 1\n {4}\{ code: 'X', detail: \{ a: 1 \}, late: \[Getter\] \}$/,
    );
  });

  it("shows where a local file is wrong, also in a rejection that nobody handles", async () => {
    write("wrong.ts", "export const a = 1;\nconst = 2;\n");
    const { stderr } = await kernel.run('import("./wrong.ts");\nawait new Promise((r) => setTimeout(r, 50))');
    assert.match(stderr, /SyntaxError: .*\n {4}at .*wrong\.ts, line 2\n {4}const = 2;\n {10}\^/);
  });

  it("gives the place of what V8 alone refuses, in cells and in local files", async () => {
    const tooMany = `String(${"1,".repeat(70_000)}1);`;
    const { stack, frames } = await fails(`const fine: number = 1;\n\n  ${tooMany}`);
    assert.match(stack, /^SyntaxError: Too many arguments[^\n]*\n {4}at Cell \d+, line 3\n/);
    assert.equal(frames[0]?.line, 3);
    write("long.ts", `export const fine: number = 1;\n${tooMany}\n`);
    const { stack: local } = await fails('import { fine } from "./long.ts";');
    assert.match(local, /^SyntaxError: Too many arguments[^\n]*\n {4}at .*long\.ts, line 2\n/);
  });

  it("prints thrown values that are no objects as they are", async () => {
    for (const text of ["null", "undefined", "NaN", "-0", "5n", "'s'"])
      assert.equal((await fails(`throw ${text}`)).stack, `Uncaught ${text}`);
  });

  it("gives console.trace its header, and frames after a cell has set a stack format", async () => {
    assert.match((await kernel.run("console.trace('tr')")).stderr, /^Trace: tr\n {4}at Cell \d+, line 1\n$/);
    await kernel.run("Error.prepareStackTrace = () => 'mine'; Error.prepareStackTrace = undefined");
    assert.match((await fails("throw new Error('f')")).stack, /^Error: f\n {4}at Cell \d+, line 1$/);
  });

  const formats = [
    "delete Error.prepareStackTrace",
    "Error.prepareStackTrace = (_, sites) => sites",
    "Error.prepareStackTrace = (error, sites) => `${error}\\n${sites.join('\\n')}`",
    "Error.prepareStackTrace = () => { throw 1 }",
    "Error.prepareStackTrace = () => undefined",
    "Error.prepareStackTrace = 5",
    "delete Error.prepareStackTrace; Error.prepareStackTrace = (_, sites) => sites",
    "Object.defineProperty(Error, 'prepareStackTrace', { value: (_, sites) => sites, configurable: true })",
    "Error = class extends Error {}; Error.prepareStackTrace = () => 'mine'",
    "Error.stackTraceLimit = 0",
    "delete Error.stackTraceLimit",
    "Object.defineProperty(Error, 'stackTraceLimit', { get: () => 0, configurable: true })",
  ];
  for (const format of formats)
    it(`shows the user's frames and no inner ones after ${format}`, async () => {
      const inner = /node:|kernel\.cjs|ScriptRunner|Session\.post/;
      const frames = /Error: thrown\n {4}at thrower \(Cell \d+, line 1\)\n {4}at Cell \d+, line 2$/;
      await kernel.run(
        "function thrower() { throw new Error('thrown') } function prints() { console.log(new Error('printed')) }",
      );
      const first = await kernel.run(`${format};\nthrower()`, { language: "javascript" });
      if (!format.includes("Limit")) assert.match(first.error?.stack ?? "", frames);
      const second = await kernel.run(
        "try { thrower() } catch (error) { console.log(error) } prints();\nthrower()",
      );
      assert.match(second.error?.stack ?? "", frames);
      const printed = await kernel.run(`${format}; prints(); console.trace('traced')`, {
        language: "javascript",
      });
      // Until such a cell ends, what it prints is its own.
      if (!format.startsWith("Object")) assert.doesNotMatch(printed.stdout + printed.stderr, inner);
      assert.doesNotMatch(second.stdout, inner);
      await kernel.run(
        "globalThis.Error = Object.getPrototypeOf(TypeError); Error.prepareStackTrace = undefined",
      );
    });

  it("reports late errors after a cell has removed all listeners", async () => {
    const { status, stderr } = await kernel.run(
      "process.removeAllListeners('uncaughtException'); process.removeAllListeners();\nsetTimeout(() => { throw new Error('late') }, 5); await new Promise((r) => setTimeout(r, 50))",
    );
    assert.equal(status, "ok");
    assert.match(stderr, /^Uncaught Error: late\n {4}at Cell \d+, line 2\n$/);
  });

  it("shows the place of a last expression that draws itself wrongly, below the frames of its drawing", async () => {
    const draws = '[Symbol.for("Jupyter.display")]';
    const throwing = await fails(`({ ${draws}() {\n  throw new Error("no drawing");\n} })`);
    assert.match(
      throwing.stack,
      /^Error: no drawing\n {4}at .*\(Cell \d+, line 2\)\n {4}at Cell \d+, line 1$/,
    );
    const late = await fails(
      `const late = { async ${draws}() { await null; throw new Error("late") } };\n\nlate`,
    );
    assert.match(late.stack, /^Error: late\n {4}at .*line 1\)\n {4}at Cell \d+, line 3$/);
    for (const given of ["5", "({ 'text/plain': 5n })"]) {
      const { stack } = await fails(`\n({ ${draws}: () => ${given} })`);
      assert.match(stack, /^TypeError: [^\n]*\n {4}at Cell \d+, line 2$/);
    }
    const displayed = await fails(`\ndisplay({ ${draws}() { throw new Error("shown") } })`);
    assert.match(displayed.stack, /^Error: shown\n.*line 2\)\n {4}at Cell \d+, line 2$/);
  });

  it("names the JSX file that an import without its extension means", async () => {
    write("view.tsx", "export const a = <b/>;");
    for (const specifier of ["./view", "./view.js", "./view.tsx"])
      assert.match(
        (await fails(`import { a } from "${specifier}"`)).stack,
        /^Error: Cannot import "\.\/view[.\w]*": view\.tsx is JSX, which cells do not compile\. .*\n {4}at Cell \d+, line 1$/,
      );
  });

  const unprintable: [code: string, shown: RegExp][] = [
    ["throw new Proxy(new Error('p'), { get() { throw 1 } })", /^Proxy$/],
    ["throw new Proxy({}, { getPrototypeOf() { throw 1 } })", /^Uncaught/],
    ["throw new (class Odd extends Error { get message() { throw 1 } })()", /^Odd: \n {4}at Cell/],
    ["throw new (class Odd extends Error { get name() { throw 1 } })('x')", /^Error\n {4}at Cell/],
    ["throw Object.defineProperty(new Error('x'), 'stack', { get() { throw 1 } })", /^Error: x/],
    ["throw Object.defineProperty(new Error('x'), 'cause', { get() { throw 1 } })", /^Error: x\n {4}at Cell/],
    [
      "throw Object.defineProperty(new AggregateError([]), 'errors', { get() { throw 1 } })",
      /^AggregateError: \n {4}at/,
    ],
    ["throw Object.assign(new AggregateError([]), { errors: 5 })", /^AggregateError/],
    [
      "throw new Error('x', { cause: new Proxy({}, { get() { throw 1 } }) })",
      /^Error: x\n {4}at .*\nCaused by/,
    ],
    ["Error.prepareStackTrace = () => { throw 1 }; throw new Error('x')", /^Error: x\n {4}at Cell/],
    [
      "Error.prepareStackTrace = undefined; Error.stackTraceLimit = 0; throw new Error('x')",
      /^Error: x\nThe cell has set Error\.stackTraceLimit, so this error does not know its line\.$/,
    ],
    [
      "let error; for (let i = 0; i < 20_000; i++) error = new Error('x', { cause: error }); throw error",
      /^Error: x\n {4}at/,
    ],
  ];
  for (const [code, shown] of unprintable)
    it(`ends with an error whose own code fails: ${code}`, async () => {
      const { status, error } = await kernel.run(code, { language: "javascript" });
      assert.equal(status, "error");
      assert.match(error?.stack ?? "", shown);
      assert.match((await fails("null.x")).stack, /^TypeError: .*\n {4}at Cell \d+, line 1$/);
    });
});
