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
});
