import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { TestKernel } from "./startKernel.ts";

describe("what local files export", function () {
  this.timeout(60_000);
  let kernel: TestKernel;
  before(() => (kernel = new TestKernel()));
  after(() => kernel.dispose());

  const write = (files: Readonly<Record<string, string>>) => {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(kernel.folder, name), text);
  };

  it("prefers a file's own names to those of export *, wherever either stands", async () => {
    write({
      "types.ts": "export class Model {} export const n = 1; export const other = 1;",
      "after.ts": 'export * from "./types"; export const n = 2;',
      "before.ts": 'export const n = 3; export * from "./types";',
      "listed.ts": 'import { Model } from "./types"; export { Model }; export * from "./types";',
      "renamed.ts": 'export * from "./types"; import { n as m } from "./after"; export { m as n };',
      "named.ts": 'export * from "./types"; export { n } from "./before";',
      "taken.ts": 'export * from "./types"; export let { a: [n] } = { a: [4] };',
      "lowered.ts": 'export * from "./types"; export namespace n { export const v = 5 }',
    });
    const values = ["after", "before", "renamed", "named", "taken"].map(
      (name) => `(await import("./${name}")).n`,
    );
    assert.equal(await kernel.value(`[${values.join(", ")}]`), "[ 2, 3, 2, 3, 4 ]");
    assert.equal(
      await kernel.value('import * as listed from "./listed"; [typeof listed.Model, listed.other]'),
      "[ 'function', 1 ]",
    );
    assert.equal(await kernel.value('import * as low from "./lowered"; [low.n.v, low.other]'), "[ 5, 1 ]");
  });

  it("leaves out a name that two files export differently, as Node does", async () => {
    write({
      "one.ts": "export const same = 1; export const ambiguous = 1;",
      "two.ts": 'export const ambiguous = 2; export { same } from "./one";',
      "both.ts": 'export * from "./one"; export * from "./two";',
    });
    assert.equal(await kernel.value('import * as both from "./both"; both'), "{ same: 1 }");
    const { error } = await kernel.run('import { ambiguous } from "./both";');
    assert.match(error?.stack ?? "", /"\.\/both" has no export named "ambiguous"/);
  });

  it("takes export = and module.exports of TypeScript files, by import and by require", async () => {
    write({
      "call.ts": "export = function () { return 1 }",
      "class.ts": "class C { v = 2 } export = C;",
      "bag.ts": "export = { q: 3 }",
      "merged.ts": "function f() { return 4 } namespace f { export const x = 5 } export = f;",
      "arrow.cts": "module.exports = () => 6;",
      "uses.ts":
        'import b = require("./bag"); import c = require("./call"); module.exports = { z: b.q + c() };',
      "plain.ts": "exports.y = 7;",
    });
    const cell = `import call = require("./call"); import C from "./class"; import bag, { q } from "./bag";
import merged = require("./merged"); import arrow from "./arrow.cts"; import * as uses from "./uses";
import plain from "./plain";
[call(), new C().v, bag.q + q, merged() + merged.x, arrow(), uses.z, plain.y, require("./call.ts")()]`;
    assert.equal(await kernel.value(cell), "[\n  1, 2, 6, 9,\n  6, 4, 7, 1\n]");
  });

  it("lets ES modules declare what Node gives to CommonJS only: require, __dirname, module", async () => {
    write({
      "declares.ts": `import { createRequire } from "node:module";
import { dirname, basename } from "node:path";
import { fileURLToPath } from "node:url";
const require = createRequire(import.meta.url);
const __dirname = dirname(fileURLToPath(import.meta.url)), module = 3;
export const told = [require("node:path").basename === basename, __dirname === import.meta.dirname, module];`,
    });
    assert.equal(await kernel.value('import { told } from "./declares"; told'), "[ true, true, 3 ]");
  });

  it("exports every variable of one statement", async () => {
    write({
      "several.ts": "export const a = 1, b: number = a + 1; export let c: number, [d] = [4];\nc = 3;",
    });
    assert.equal(
      await kernel.value('import { a, b, c, d } from "./several"; [a, b, c, d]'),
      "[ 1, 2, 3, 4 ]",
    );
  });

  it("tells at which line a file imports what is not there", async () => {
    const lines: Record<string, string> = {
      package: '\n\nimport x from "left-pad-nope";\nexport const y = x;',
      jsr: '\n\nexport * from "jsr:@std/assert";',
      file: '// "./none"\n\nimport "./none";',
      name: 'import {\n  one,\n} from "./many"; export const y = one;',
      lowered: '\n\nimport x from "left-pad-nope";\nexport namespace N { export const y = x }',
      late: '\n\nawait import("left-pad-nope");',
    };
    write({ "many.ts": "export const many = 1;" });
    for (const [name, text] of Object.entries(lines)) {
      write({ [`${name}.ts`]: text, [`by_${name}.ts`]: `import "./${name}.ts";` });
      const { error } = await kernel.run(`\nimport "./by_${name}.ts";`);
      const places = new RegExp(`\n {4}at ${name}\\.ts, line 3\n {4}at .*Cell \\d+, line 2$`);
      assert.match(error?.stack ?? "", places);
      assert.deepEqual(error?.frames[0]?.file, join(kernel.folder, `${name}.ts`));
    }
  });

  it("names files from the notebook's folder, also where they cannot be parsed", async () => {
    write({ "unparsed.ts": "\nconst = 1;" });
    const { error } = await kernel.run('import "./unparsed.ts";');
    assert.match(error?.stack ?? "", /^SyntaxError: .*\n {4}at unparsed\.ts, line 2\n/);
    assert.equal(error?.frames[0]?.file, join(kernel.folder, "unparsed.ts"));
  });

  it("guesses only names that are near: two letters of four are another word", async () => {
    write({ "modes.ts": "export const Mode = 1, unit = 2;" });
    const { error } = await kernel.run('import { nope } from "./modes.ts";');
    assert.doesNotMatch(error?.stack ?? "", /Did you mean/);
    const swapped = await kernel.run('import { unti } from "./modes.ts";');
    assert.match(swapped.error?.stack ?? "", /Did you mean "unit"/);
  });
});
