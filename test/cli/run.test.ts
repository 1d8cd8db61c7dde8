import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { CommandIo } from "../../src/cli/commandIo.ts";
import { commandLine } from "../../src/cli/commandLine.ts";
import type { Notebook } from "../../src/nbformat/index.ts";

type TestCell = string | { markdown: string } | { language: string; source: string };

const typescript = { language_info: { name: "typescript" } };

describe("tokenwise run", function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), "tokenwise-run-"));
  after(() => rmSync(folder, { recursive: true }));

  const path = (name: string) => join(folder, name);
  const read = (name: string) => JSON.parse(readFileSync(path(name), "utf8")) as Notebook;

  function write(name: string, cells: TestCell[], metadata: object = typescript): void {
    const notebook = { cells: cells.map(cellOf), metadata, nbformat: 4, nbformat_minor: 5 };
    writeFileSync(path(name), JSON.stringify(notebook, null, 1) + "\n");
  }

  async function tokenwise(args: string[], { input = [] as string[], interruptOn = "" } = {}) {
    let [out, err] = ["", ""];
    let interrupt = (): void => undefined;
    const io: CommandIo = {
      cwd: folder,
      dist: resolve(import.meta.dirname, "../../dist"),
      out: (text) => {
        out += text;
        if (interruptOn !== "" && text.includes(interruptOn)) setImmediate(() => interrupt());
      },
      err: (text) => void (err += text),
      readLine: (prompt) => {
        out += prompt;
        return Promise.resolve(input.shift());
      },
      readInput: () => Promise.resolve(input.join("\n")),
      onInterrupt: (listener) => {
        interrupt = listener;
        return () => (interrupt = () => undefined);
      },
    };
    return { code: await commandLine(args, io), out, err };
  }

  it("runs the cells in one kernel, prints their outputs and writes nothing", async () => {
    write("plain.ipynb", [
      "const a: number = 1;\nconsole.log('printed')",
      { markdown: "# words" },
      "a + 1",
      "console.error('e')",
    ]);
    const before = readFileSync(path("plain.ipynb"), "utf8");
    assert.deepEqual(await tokenwise(["run", "plain.ipynb"]), { code: 0, out: "printed\n2\n", err: "e\n" });
    assert.equal(readFileSync(path("plain.ipynb"), "utf8"), before);
  });

  it("writes the executed notebook as Jupyter does, with all else as it was", async () => {
    const metadata = {
      ...typescript,
      kernelspec: { name: "deno", display_name: "Deno", language: "typescript" },
      own: { x: [1] },
    };
    write(
      "write.ipynb",
      [
        "console.log('one\\ntwo');\nawait null;\nconsole.log('three')",
        "display('d'); ({ a: 1 })",
        { markdown: "m" },
      ],
      metadata,
    );
    const { code, err } = await tokenwise(["run", "write.ipynb", "--output", "out.ipynb"]);
    assert.deepEqual([code, err], [0, `Wrote ${path("out.ipynb")}\n`]);
    const { cells, ...rest } = read("out.ipynb");
    assert.deepEqual(rest, { metadata, nbformat: 4, nbformat_minor: 5 });
    assert.deepEqual(cells[0]?.outputs, [
      { output_type: "stream", name: "stdout", text: ["one\n", "two\n", "three\n"] },
    ]);
    assert.deepEqual(cells[1]?.outputs, [
      { output_type: "display_data", data: { "text/plain": ["d"] }, metadata: {} },
      {
        output_type: "execute_result",
        execution_count: 2,
        data: { "text/plain": ["{ a: 1 }"] },
        metadata: {},
      },
    ]);
    assert.deepEqual(
      cells.map(({ execution_count }) => execution_count),
      [1, 2, undefined],
    );
    assert.match(readFileSync(path("out.ipynb"), "utf8"), /^\{\n "cells"[^]*\}\n$/);
  });

  it("may write over the notebook itself", async () => {
    write("place.ipynb", ["1 + 1"]);
    assert.equal((await tokenwise(["run", "place.ipynb", "--output", "place.ipynb"])).code, 0);
    assert.equal(read("place.ipynb").cells[0]?.execution_count, 1);
  });

  it("ends with 1 at a failing cell; --output and --html hold everything so far", async () => {
    write("fails.ipynb", ["'before'", "\n\nnull.x", "console.log('after')"]);
    const { code, out, err } = await tokenwise([
      "run",
      "fails.ipynb",
      "--output",
      "f.ipynb",
      "--html",
      "f.html",
    ]);
    assert.equal(code, 1);
    assert.equal(out, "'before'\n");
    assert.match(err, /^TypeError: [^\n]*\n {4}at Cell 2, line 3\n/);
    const [before, failed, after] = read("f.ipynb").cells;
    assert.equal(before?.outputs?.length, 1);
    assert.deepEqual(
      failed?.outputs?.map((output) => output.output_type === "error" && output.ename),
      ["TypeError"],
    );
    assert.deepEqual([after?.outputs, after?.execution_count], [[], null]);
    assert.match(readFileSync(path("f.html"), "utf8"), /TypeError/);
  });

  it("goes on with --allow-errors, and ends with 1 all the same", async () => {
    const { code, out } = await tokenwise(["run", "fails.ipynb", "--allow-errors"]);
    assert.deepEqual([code, out], [1, "'before'\nafter\n"]);
  });

  it("gives the kernel's heap the limit of --heap, which a kernel that runs out of memory names", async () => {
    write("greedy.ipynb", ["const kept = []; for (;;) kept.push(new Array(10_000).fill({}))"]);
    const { code, err } = await tokenwise(["run", "greedy.ipynb", "--heap", "64"]);
    assert.equal(code, 1);
    assert.match(
      err,
      /ran out of memory \(heap limit 64 MiB\): keep less, or raise the limit with the option --heap\./,
    );
  });

  it("stops a cell that runs longer than --timeout, and ends with 1", async () => {
    write("slow.ipynb", ["let i = 0; for (;;) i++;", "console.log(i > 0)"]);
    const { code, err } = await tokenwise(["run", "slow.ipynb", "--timeout", "0.3"]);
    assert.equal(code, 1);
    assert.match(err, /^Timeout: The cell ran longer than 0\.3 s \(--timeout\)/);
    const goesOn = await tokenwise(["run", "slow.ipynb", "--timeout", "0.3", "--allow-errors"]);
    assert.deepEqual([goesOn.code, goesOn.out], [1, "true\n"]);
  });

  it("names the cell that has left a loop behind, at --timeout and at the end", async () => {
    const leaves = "setTimeout(() => { for (;;); }, 1); undefined";
    write("leaves.ipynb", [
      leaves,
      "await new Promise((done) => setTimeout(done, 50)); console.log('second')",
    ]);
    const { code, out, err } = await tokenwise(["run", "leaves.ipynb", "--timeout", "1"]);
    assert.deepEqual([code, out], [1, ""]);
    assert.match(err, /what cell 1 had left running was stopped\.\n {4}at .*Cell 1, line 1/);
    write("last.ipynb", ["1", leaves]);
    const last = await tokenwise(["run", "last.ipynb"]);
    assert.deepEqual([last.code, last.out], [1, "1\n"]);
    assert.match(last.err, /what cell 2 had left running was stopped/);
  });

  it("stops at Ctrl-C, writes what there is and ends with 130", async () => {
    write("long.ipynb", ["1", "console.log('started'); for (;;) {}", "'never'"]);
    const ran = await tokenwise(["run", "long.ipynb", "--output", "l.ipynb"], { interruptOn: "started" });
    assert.equal(ran.code, 130);
    assert.match(ran.err, /Interrupted: The cell was stopped/);
    const [first, second, third] = read("l.ipynb").cells;
    assert.equal(first?.outputs?.length, 1);
    assert.deepEqual(
      second?.outputs?.map(({ output_type }) => output_type),
      ["stream", "error"],
    );
    assert.deepEqual(third?.outputs, []);
  });

  it("ends with 1 and the reason when a cell ends the kernel", async () => {
    write("exits.ipynb", ["console.log('here'); process.exit(0)", "1"]);
    const { code, out, err } = await tokenwise([
      "run",
      "exits.ipynb",
      "--allow-errors",
      "--output",
      "e.ipynb",
    ]);
    assert.deepEqual([code, out], [1, "here\n"]);
    assert.match(err, /^KernelDied: The cell ended the kernel with process\.exit\(0\)\./);
    assert.equal(read("e.ipynb").cells[0]?.outputs?.at(-1)?.output_type, "error");
  });

  it("skips cells of other languages with a note, and refuses a notebook without any of ours", async () => {
    write("mixed.ipynb", [
      { language: "python", source: "print(1)" },
      { language: "javascript", source: "3" },
    ]);
    assert.deepEqual(await tokenwise(["run", "mixed.ipynb"]), {
      code: 0,
      out: "3\n",
      err: "Cell 1 is python: skipped.\n",
    });
    write("python.ipynb", ["print(1)"], {});
    const refused = await tokenwise(["run", "python.ipynb"]);
    assert.equal(refused.code, 2);
    assert.match(refused.err, /python\.ipynb has no TypeScript or JavaScript cell to run\.\n$/);
  });

  it("runs notebooks of other kernels where they use the language, Node and installed packages", async () => {
    mkdirSync(path("node_modules/left"), { recursive: true });
    writeFileSync(path("node_modules/left/index.js"), "exports.pad = (text) => ' ' + text;");
    const deno = { kernelspec: { name: "deno", display_name: "Deno", language: "typescript" }, language_info: { name: "typescript", file_extension: ".ts" } }; // prettier-ignore
    const cells = [
      'import { pad } from "npm:left@1";\nconst shown = { [Symbol.for("Jupyter.display")]: () => ({ "text/plain": pad("drawn") }) };\nshown',
      'await Deno.readTextFile("x")',
      'import { assert } from "jsr:@std/assert";',
      'import _ from "https://esm.sh/lodash";',
    ];
    write("deno.ipynb", cells, deno);
    const ran = await tokenwise(["run", "deno.ipynb", "--allow-errors"]);
    assert.equal(ran.out, " drawn\n");
    for (const way of ["use Node's own modules", "npx jsr add @std/assert", "install the package with npm"])
      assert.ok(ran.err.includes(way), ran.err);
    const tslab = { kernelspec: { name: "tslab", display_name: "TypeScript", language: "typescript" }, language_info: { name: "typescript" } }; // prettier-ignore
    write(
      "tslab.ipynb",
      ['import * as tslab from "tslab";', "import * as fs from 'fs';\nfs.existsSync('.')"],
      tslab,
    );
    const other = await tokenwise(["run", "tslab.ipynb", "--allow-errors"]);
    assert.equal(other.out, "true\n");
    assert.match(other.err, /import \{ display \} from "tokenwise" instead/);
  });

  it("reads answers from standard input, and says when there is none", async () => {
    write("asks.ipynb", ["const name = await input('Name? '); console.log(`Hello ${name}`)"]);
    const answered = await tokenwise(["run", "asks.ipynb"], { input: ["Ada"] });
    assert.deepEqual([answered.code, answered.out], [0, "Name? Hello Ada\n"]);
    const { code, err } = await tokenwise(["run", "asks.ipynb"]);
    assert.equal(code, 1);
    assert.match(err, /There is no input/);
  });

  it("shows late output, an update in its place and the end of a progress bar", async () => {
    write("late.ipynb", [
      "const shown = display('first'); setTimeout(() => console.log('late'), 500);",
      "shown.update('second'); for (const step of (await import('tokenwise')).progress(3)) ;",
    ]);
    const { out } = await tokenwise(["run", "late.ipynb", "--output", "late.out.ipynb"]);
    assert.match(out, /^first\nTimeout\n[^]*3\/3 \(100 %\)[^\n]*\n[^]*late\n/);
    const [output] = read("late.out.ipynb").cells[0]?.outputs ?? [];
    assert.deepEqual(output?.output_type === "display_data" && output.data["text/plain"], ["second"]);
  });

  it("writes one page without an address of another host", async () => {
    write("page.ipynb", [
      'import { tokenStats, nn, randn } from "tokenwise";\ntokenStats(new nn.LayerNorm(8), randn([1, 4, 8]))',
    ]);
    assert.equal((await tokenwise(["run", "page.ipynb", "--html", "p.html"])).code, 0);
    const html = readFileSync(path("p.html"), "utf8");
    assert.match(html, /<title>page<\/title>/);
    assert.doesNotMatch(html, /<[^>]+\s(src|href)\s*=\s*["']?(https?:)?\/\//i);
  });

  it("refuses wrong use in one sentence and runs nothing", async () => {
    write("ok.ipynb", ["require('fs').writeFileSync('ran', '')"]);
    writeFileSync(path("empty.ipynb"), "");
    writeFileSync(path("old.ipynb"), '{ "nbformat": 3, "worksheets": [] }');
    const wrong: [string[], RegExp][] = [
      [["run"], /name the notebook to run/],
      [["run", ""], /name the notebook to run/],
      [["run", "ok.ipynb", "plain.ipynb"], /plain\.ipynb is one too many/],
      [["run", "missing.ipynb"], /Cannot read .*missing\.ipynb: there is no such file/],
      [["run", "."], /it is a folder/],
      [["run", "empty.ipynb"], /the file is empty/],
      [["run", "old.ipynb"], /only nbformat 4 can be read/],
      [["run", "ok.ipynb", "--output"], /option --output needs a value/],
      [["run", "ok.ipynb", "--output", ""], /--output needs the name of a file/],
      [
        ["run", "ok.ipynb", "--output", "nowhere/x.ipynb"],
        /the folder of --output nowhere\/x\.ipynb does not exist/,
      ],
      [["run", "ok.ipynb", "--output", "."], /--output \. is a folder/],
      [["run", "ok.ipynb", "--output", "s.x", "--html", "./s.x"], /--output and --html both name/],
      [["run", "ok.ipynb", "--html", "ok.ipynb"], /--html names the notebook itself/],
      [["run", "ok.ipynb", "--timeout", "-1"], /--timeout takes a number of seconds above 0, not -1/],
      [["run", "ok.ipynb", "--timeout", "soon"], /not soon/],
      [["run", "ok.ipynb", "--timeout"], /option --timeout needs a value/],
      [["run", "ok.ipynb", "--heap", "much"], /--heap takes a number of megabytes above 0, not much/],
      [["run", "ok.ipynb", "--allow-errors=yes"], /option --allow-errors takes no value/],
      [
        ["run", "ok.ipynb", "--fast"],
        /unknown option --fast \(known: --output, --html, --allow-errors, --timeout, --heap\)/,
      ],
      [["walk"], /unknown command walk \(commands: run, lint\)/],
      [["--walk"], /unknown option --walk/],
    ];
    for (const [args, words] of wrong) {
      const { code, out, err } = await tokenwise(args);
      assert.deepEqual([code, out], [2, ""], args.join(" "));
      assert.match(err, words);
      assert.match(err, /^[^\n]+\n$/, "one sentence");
    }
    assert.ok(!existsSync(path("ran")));
  });

  it("prints its usage without a command, and with --help", async () => {
    const { code, err } = await tokenwise([]);
    assert.equal(code, 2);
    assert.match(err, /^Usage: tokenwise /);
    const help = await tokenwise(["run", "--help"]);
    assert.deepEqual([help.code, help.out, help.err], [0, err, ""]);
    assert.match((await tokenwise(["--version"])).out, /^\d+\.\d+\.\d+\n$/);
  });
});

function cellOf(cell: TestCell, index: number): object {
  const id = `cell-${index}`;
  if (typeof cell === "object" && "markdown" in cell)
    return { cell_type: "markdown", id, metadata: {}, source: [cell.markdown] };
  const [source, metadata] =
    typeof cell === "string" ? [cell, {}] : [cell.source, { vscode: { languageId: cell.language } }];
  return { cell_type: "code", id, metadata, source, outputs: [], execution_count: null };
}
