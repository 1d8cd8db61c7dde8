import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { TestKernel } from "./startKernel.ts";

describe("imports of cells", function () {
  this.timeout(60_000);
  let kernel: TestKernel;
  before(() => (kernel = new TestKernel()));
  after(() => kernel.dispose());

  const write = (path: string, text: string) => {
    const file = join(kernel.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  };
  const fails = async (code: string): Promise<string> => {
    const { status, error } = await kernel.run(code);
    assert.equal(status, "error");
    return error?.stack ?? "";
  };

  before(() =>
    write(
      "package.json",
      '{ "name": "itself", "exports": "./own.mjs", "imports": { "#inner": "./own.mjs" } }',
    ),
  );

  it("gives later cells what earlier ones import: default, named, renamed, namespace", async () => {
    await kernel.value('import path, { join as put, sep } from "node:path"; import * as fs from "fs";');
    assert.equal(
      await kernel.value("[path.join === put, typeof fs.readFileSync, sep]"),
      "[ true, 'function', '/' ]",
    );
  });

  it("runs imports that stand below their use first, as modules do", async () => {
    assert.equal(
      await kernel.value('const below = posix.sep;\nimport { posix } from "node:path";\nbelow'),
      "'/'",
    );
  });

  it("keeps an import that only a later cell uses, and drops type imports", async () => {
    write(
      "shapes.ts",
      "export interface Shape { n: number }\nexport type Id = string;\nexport const unit = 1;",
    );
    await kernel.value(
      'import { Shape, type Id, unit } from "./shapes.ts"; import type { Nothing } from "nowhere";',
    );
    assert.equal(await kernel.value("unit"), "1");
  });

  it("finds CommonJS packages from the notebook's folder upwards, with names that Node cannot see", async () => {
    write("node_modules/old/package.json", '{"name":"old","version":"1.0.0","main":"./index.js"}');
    write(
      "node_modules/old/index.js",
      "const api = {}; ['one', 'two'].forEach((n, i) => api[n] = i + 1); module.exports = api;",
    );
    assert.equal(await kernel.value('import old, { two } from "old"; [old.one, two]'), "[ 1, 2 ]");
  });

  it("takes the default of a transpiled CommonJS package", async () => {
    write("node_modules/built/package.json", '{"name":"built","main":"i.js"}');
    write(
      "node_modules/built/i.js",
      'exports.__esModule = true; exports.default = "d"; exports.named = "n";',
    );
    assert.equal(await kernel.value('import built, { named } from "built"; [built, named]'), "[ 'd', 'n' ]");
  });

  it("imports ESM-only packages that export nothing to require", async () => {
    write(
      "node_modules/modern/package.json",
      '{"name":"modern","type":"module","exports":{"import":"./m.js"}}',
    );
    write(
      "node_modules/modern/m.js",
      "export const here = import.meta.url; export default await Promise.resolve(7);",
    );
    assert.equal(
      await kernel.value('import seven, { here } from "modern"; [seven, typeof here]'),
      "[ 7, 'string' ]",
    );
    assert.equal(await kernel.value('(await import("modern")).default'), "7");
  });

  it("imports JSON, fresh each time", async () => {
    write("data.json", '{"a": [1, 2]}');
    const cell = 'import data from "./data.json" with { type: "json" };\ndata.a';
    assert.equal(await kernel.value(cell), "[ 1, 2 ]");
    write("data.json", '{"a": [3]}');
    assert.equal(await kernel.value(cell), "[ 3 ]");
    write("data.json", "{");
    assert.match(await fails(cell), /data\.json is not JSON/);
    write("node_modules/old/more.json", '{"b": 4}');
    assert.equal(
      await kernel.value(
        'import more from "old/more.json" assert { type: "json" };\nimport * as all from "old/more.json";\n[more.b, all.default.b]',
      ),
      "[ 4, 4 ]",
    );
  });

  it("imports local .ts files and what they import, and sees edits below", async () => {
    write("lib/inner.ts", "export enum Level { Low = 1, High }\nexport const level: Level = Level.High;");
    write(
      "lib/outer.ts",
      'import { level } from "./inner";\nimport { sep } from "node:path";\nimport { zeros } from "tokenwise";\nexport const told: string = `${level}${sep}${zeros([2]).shape}`;',
    );
    const cell = 'import { told } from "./lib/outer.ts"; told';
    assert.equal(await kernel.value(cell), "'2/2'");
    write("lib/inner.ts", "export const level = 9;");
    assert.equal(await kernel.value(cell), "'9/2'");
  });

  it("requires what it imports, and sees edits alike: JSON, CommonJS, ES modules, TypeScript", async () => {
    const files = ["data.json", "c.cjs", "plain.js", "module.js", "m.mjs", "typed.ts"].map(
      (name) => `required/${name}`,
    );
    const texts = (value: number) => [
      `{ "v": ${value} }`,
      `exports.v = ${value};`,
      `module.exports = { v: require("./deep.json").v };`,
      `export { v } from "./inner.ts";`,
      `export const v = ${value};`,
      `import { join } from "node:path"; export const v: number = join("a", "b") ? ${value} : 0;`,
    ];
    const list = `[${files.map((file) => `require("./${file}").v`).join(", ")}]`;
    const imports = files.map((file, index) => `import * as n${index} from "./${file}";`).join(" ");
    for (const value of [1, 2]) {
      files.forEach((file, index) => write(file, texts(value)[index]!));
      write("required/deep.json", `{ "v": ${value} }`);
      write("required/inner.ts", `export const v: number = ${value};`);
      const expected = `[${` ${value},`.repeat(files.length).slice(0, -1)} ]`;
      assert.equal(await kernel.value(list), expected);
      const namespaces = files.map((_, index) => `n${index}.v`).join(", ");
      assert.equal(await kernel.value(`${imports} [${namespaces}]`), expected);
    }
    assert.equal(await kernel.value('require("./required/c.cjs") === require("./required/c.cjs")'), "true");
    write("required/waits.ts", "export const v = await Promise.resolve(1);");
    assert.match(
      await fails('require("./required/waits.ts")'),
      /waits\.ts awaits at its top level, .*: import it/,
    );
  });

  it("lets CommonJS files require when they come to it: never, guarded, in a circle, by a computed path", async () => {
    write("lazy/never.cjs", "if (false) require('./nothing.cjs'); exports.v = 1;");
    write("lazy/guarded.cjs", "try { require('./nothing.cjs') } catch { exports.v = 2 }");
    write("lazy/computed.cjs", "exports.v = require('./da' + 'ta.json').v + require('./back.cjs').v();");
    write(
      "lazy/back.cjs",
      "const other = require('./computed.cjs'); exports.v = () => Object.keys(other).length;",
    );
    write("lazy/data.json", '{ "v": 3 }');
    const cell = '["never", "guarded", "computed"].map((name) => require(`./lazy/${name}.cjs`).v)';
    assert.equal(await kernel.value(cell), "[ 1, 2, 3 ]");
    write("lazy/data.json", '{ "v": 4 }');
    assert.equal(await kernel.value(cell), "[ 1, 2, 4 ]");
    assert.equal(await kernel.value('import { v } from "./lazy/computed.cjs"; v'), "4");
  });

  it("runs a file again that was stopped, and finds files that were moved", async () => {
    write("endless.ts", 'import { end } from "./end.ts"; while (!end()); export const v = 1;');
    write("end.ts", "export const end = () => (globalThis as any).ended;");
    const running = kernel.run('import { v } from "./endless.ts"; v');
    await new Promise((resolve) => setTimeout(resolve, 200));
    await kernel.process.interrupt();
    assert.equal((await running).status, "interrupted");
    await kernel.value("globalThis.ended = true");
    assert.equal(await kernel.value('import { v } from "./endless.ts"; v'), "1");
    rmSync(join(kernel.folder, "end.ts"));
    assert.match(
      await fails('import { v } from "./endless.ts";'),
      /Cannot find the file "\.\/end\.ts" from .*, which endless\.ts imports/,
    );
  });

  it("does not run an unchanged file again", async () => {
    write(
      "counted.ts",
      "(globalThis as any).runs = ((globalThis as any).runs ?? 0) + 1; export const x = 1;",
    );
    for (let i = 0; i < 3; i++) await kernel.value('import { x } from "./counted.ts";');
    assert.equal(await kernel.value("globalThis.runs"), "1");
  });

  it("lets local files use top-level await, import.meta, dynamic imports and each other in a circle", async () => {
    write(
      "a.ts",
      'import { b } from "./b.ts";\nexport const a = () => "a";\nexport const ab = () => a() + b();',
    );
    write("b.ts", 'import { a } from "./a.ts";\nexport const b = () => "b" + a();');
    assert.equal(await kernel.value('import { ab } from "./a.ts"; ab()'), "'aba'");
    write(
      "meta.ts",
      'export const file = import.meta.filename;\nexport const late = (await import("./b.ts")).b;',
    );
    assert.equal(
      await kernel.value('import { file, late } from "./meta.ts"; [file.endsWith("meta.ts"), typeof late]'),
      "[ true, 'function' ]",
    );
  });

  it("imports local .js, .mjs and .cjs files", async () => {
    write("module.js", "export const kind = 'esm in .js';");
    write("plain.js", "module.exports = { kind: 'cjs in .js' };");
    write("m.mjs", "export default 'mjs';");
    write("c.cjs", "exports.kind = 'cjs'; exports.dir = __dirname;");
    assert.equal(await kernel.value('import { kind } from "./module.js"; kind'), "'esm in .js'");
    assert.equal(await kernel.value('import { kind } from "./plain.js"; kind'), "'cjs in .js'");
    assert.equal(await kernel.value('import m from "./m.mjs"; m'), "'mjs'");
    assert.equal(await kernel.value('import c, { kind } from "./c.cjs"; [kind, c.kind]'), "[ 'cjs', 'cjs' ]");
    const absolute = pathToFileURL(join(kernel.folder, "m.mjs")).href;
    assert.equal(await kernel.value(`import n from "${absolute}"; n`), "'mjs'");
    assert.equal(
      await kernel.value(`import o from ${JSON.stringify(join(kernel.folder, "m.mjs"))}; o`),
      "'mjs'",
    );
  });

  it("names module and name of an import that does not exist, with the place and a guess", async () => {
    assert.match(
      await fails('\nimport { readFileSink } from "node:fs";'),
      /"node:fs" has no export named "readFileSink"\. Did you mean "readFileSync"\?\n.*Cell \d+, line 2/,
    );
    assert.match(
      await fails('import { tensr } from "tokenwise";'),
      /"tokenwise" has no export named "tensr"\. Did you mean "tensor"\?/,
    );
    assert.match(
      await fails('import { nope } from "./shapes.ts";'),
      /"\.\/shapes\.ts" has no export named "nope"/,
    );
    assert.match(await fails('import shapes from "./shapes.ts";'), /no default export/);
    write(
      "reads.ts",
      'import { unit, unti, Shape, Id } from "./shapes.ts"; export const id: Id = String(unit + unti);',
    );
    write(
      "readsPackage.ts",
      'import { basename, nam } from "node:path"; @(basename as any) class A {} nam(A);',
    );
    write("readsDefault.js", 'import shapes from "./shapes.ts"; export const s = shapes;');
    assert.match(
      await fails('import "./reads.ts";'),
      /"\.\/shapes\.ts" has no export named "unti", which reads\.ts imports\. Did you mean "unit"\?/,
    );
    assert.match(await fails('import "./readsPackage.ts";'), /"node:path" has no export named "nam", which/);
    assert.match(
      await fails('require("./readsDefault.js")'),
      /"\.\/shapes\.ts" has no default export, which/,
    );
  });

  it("checks what is exported from elsewhere, and binds nothing by it", async () => {
    assert.match(
      await fails('\nexport { unit, nope as x } from "./shapes.ts";'),
      /"\.\/shapes\.ts" has no export named "nope".*\n.*line 2/,
    );
    assert.match(await fails('export * from "./missing.ts";'), /Cannot find the file "\.\/missing\.ts"/);
    assert.match(await fails('export * as all from "jsr:@std/assert";'), /npx jsr add @std\/assert/);
    await kernel.value("const sep = 'mine'");
    assert.equal(
      await kernel.value('export { sep, default as path } from "node:path"; export * from "node:fs"; sep'),
      "'mine'",
    );
  });

  it("takes a name for a type only where it is used as one", async () => {
    assert.match(
      await fails('import { Shape2 } from "old"; // Shape2\nconst text = "Shape2";'),
      /"old" has no export named "Shape2"/,
    );
    await kernel.value(
      'import { Shape2 } from "old";\nconst shape: Shape2 = { Shape2: "Shape2" }; shape.Shape2',
    );
  });

  it("tells which package or file is missing, and how to get it", async () => {
    assert.match(
      await fails('import x from "not-there/sub";'),
      /Cannot find the package "not-there": install it in .* with "npm install not-there"/,
    );
    assert.match(
      await fails('import x from "./missing.ts";'),
      /Cannot find the file "\.\/missing\.ts" from [^,]*\.\n/,
    );
    write("importsMissing.ts", 'export * from "./missing.ts";');
    assert.match(
      await fails('import "./importsMissing.ts";'),
      /Cannot find the file "\.\/missing\.ts" from .*, which importsMissing\.ts imports\.\n/,
    );
    assert.match(await fails('await import("not-there")'), /Cannot find the package "not-there"/);
  });

  it("finds a package that was installed after its import had failed", async () => {
    write("node_modules/another/index.js", "");
    const modules = { "m.mjs": "export const way = 'import';", "c.cjs": "exports.way = 'require';" };
    for (const name of ["late", "@late/scoped"]) {
      const cells = [
        `import { way } from "${name}"; way`,
        `require("${name}").way`,
        `(await import("${name}")).way`,
      ];
      for (const cell of cells)
        assert.match(await fails(cell), /Cannot find the package .* with "npm install [^"]*"\.\n {4}at Cell/);
      write(
        `node_modules/${name}/package.json`,
        '{ "exports": { "import": "./m.mjs", "require": "./c.cjs" } }',
      );
      for (const [file, text] of Object.entries(modules)) write(`node_modules/${name}/${file}`, text);
      assert.deepEqual(await Promise.all(cells.map((cell) => kernel.value(cell))), [
        "'import'",
        "'require'",
        "'import'",
      ]);
    }
  });

  it("names what an installed package needs and does not find", async () => {
    write("node_modules/needy/index.js", 'require("needed/part");');
    for (const cell of ['import "needy";', 'require("needy")'])
      assert.match(
        await fails(cell),
        /The package "needy" needs "needed", which is not installed: install it in .* with "npm install needed", then restart/,
      );
  });

  it("names the package that throws while it is loaded", async () => {
    write("node_modules/throws/index.js", "null.x;");
    for (const cell of ['import "throws";', 'require("throws")'])
      assert.match(
        await fails(cell),
        /^TypeError: .*\nThe package "throws" threw this while it was loaded\.\n {4}at .*Cell \d+, line 1$/,
      );
  });

  it("leaves to Node what is no package of node_modules", async () => {
    write(
      "package.json",
      '{ "name": "itself", "exports": "./own.mjs", "imports": { "#inner": "./own.mjs" } }',
    );
    write("own.mjs", "export const own = 1;");
    assert.equal(
      await kernel.value(
        'import { own } from "itself"; import * as inner from "#inner"; const { x } = await import("data:text/javascript,export const x = 2"); [own, inner.own, x]',
      ),
      "[ 1, 1, 2 ]",
    );
    assert.match(await fails('import "node:nothing";'), /No such built-in module: node:nothing/);
  });

  it("knows other notebooks' specifiers and says the way out in one sentence", async () => {
    assert.equal(await kernel.value('import old2 from "npm:old@1.2/index.js"; old2.one'), "1");
    assert.match(await fails('import x from "jsr:@std/assert";'), /npx jsr add @std\/assert/);
    assert.match(await fails('import x from "https://esm.sh/lodash";'), /install the package with npm/);
    assert.match(await fails('import { display } from "tslab";'), /import \{ display \} from "tokenwise"/);
    assert.match(await fails('Deno.readTextFile("x")'), /Cells run on Node, which has no Deno object/);
    assert.match(
      await fails('prompt("name?")'),
      /^ReferenceError: .*\nCells ask with await input\("prompt"\)\.\n/,
    );
    const requires: [string, RegExp][] = [
      ['require("tslab")', /import \{ display \} from "tokenwise"/],
      ['require("jsr:@std/path")', /npx jsr add @std\/path/],
      [
        'require("not-there/part")',
        /Cannot find the package "not-there": install it in .*\n {4}at Cell \d+, line 1$/,
      ],
      ['require("./lib.cjs")', /^Error: Cannot find the file "\.\/lib\.cjs" from [^,]*\.\n/],
    ];
    for (const [code, sentence] of requires) assert.match(await fails(code), sentence);
    assert.equal(
      await kernel.value(
        '[require("tokenwise").zeros([2]).shape, require("npm:old").one, typeof require.resolve]',
      ),
      "[ [ 2 ], 1, 'function' ]",
    );
  });

  it("says why JSX, TypeScript packages and hidden parts of packages cannot be imported", async () => {
    const fail = async (code: string) => (await kernel.run(code)).error?.stack ?? "";
    write("view.tsx", "export const view = 1;");
    assert.match(
      await fail('import { view } from "./view.tsx";'),
      /^Error: .*"\.\/view\.tsx": view\.tsx is JSX, which cells do not compile/,
    );
    write("node_modules/raw/package.json", '{ "name": "raw", "main": "index.ts" }');
    write("node_modules/raw/index.ts", "export const raw: number = 1;");
    assert.match(
      await fail('import { raw } from "raw";'),
      /^Error: The package "raw" holds TypeScript source/,
    );
    write("node_modules/closed/package.json", '{ "name": "closed", "exports": { ".": "./index.js" } }');
    write("node_modules/closed/index.js", "");
    const closed = await fail('import { none } from "closed/none";');
    assert.deepEqual(closed.match(/\n {4}at .*/g)?.length, 1, closed);
  });

  it("takes namespaces that local files export", async () => {
    write("spaces.ts", "export const a = 1; export namespace Inner { export const b = 2 }");
    assert.equal(await kernel.value('import { Inner } from "./spaces.ts"; Inner.b'), "2");
  });

  it("gives cells the notebook's folder and import.meta", async () => {
    assert.equal(await kernel.value("process.cwd() === import.meta.dirname"), "true");
    assert.equal(
      await kernel.value(
        "import.meta.filename.endsWith('test.ipynb') && import.meta.url.startsWith('file:')",
      ),
      "true",
    );
    assert.equal(
      await kernel.value('new URL("x.json", import.meta.url).pathname.endsWith("/x.json")'),
      "true",
    );
    assert.equal(await kernel.value('typeof require("fs").readFileSync'), "'function'");
  });
});
