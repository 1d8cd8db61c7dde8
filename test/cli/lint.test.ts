import { deepEqual, equal, match, rejects } from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { LintFolder, noted, wrong } from "./lint/lintFolder.ts";

const right = "def f(x):\n    return x - x.mean(-1, keepdim=True)\n";

describe("tokenwise lint", () => {
  const folder = new LintFolder();
  after(() => folder.remove());
  const write = folder.write.bind(folder);
  const lint = folder.lint.bind(folder);

  const paths = (out: string): string[] =>
    (JSON.parse(out) as { findings: { path: string }[] }).findings.map(({ path }) => path);

  it("ends with 1 for a warning, 0 within --max-warnings, 0 for what is right", async () => {
    write("exit/wrong.py", wrong);
    write("exit/right.py", right);
    equal((await lint(["exit/wrong.py"])).code, 1);
    equal((await lint(["exit/wrong.py", "--max-warnings", "1"])).code, 0);
    equal((await lint(["exit/right.py"])).code, 0);
  });

  it("never allows an error by --max-warnings", async () => {
    write("error.py", wrong.replace("    return", "    causal_mask = 1\n    return"));
    equal((await lint(["error.py", "--max-warnings", "9"])).code, 1);
  });

  it("shows notes on demand and never counts them", async () => {
    write("noted.py", noted);
    const hidden = await lint(["noted.py"]);
    const shown = await lint(["noted.py", "--notes"]);
    deepEqual([hidden.code, shown.code], [0, 0]);
    equal(hidden.out, "No normalisation across tokens found in 1 file.\n");
    match(shown.out, /noted\.py:5:\d+ note norm-over-tokens/);
  });

  it("prints json as documented", async () => {
    write("json.py", wrong);
    const { out } = await lint(["json.py", "--format", "json"]);
    deepEqual(JSON.parse(out), {
      version: 1,
      findings: [
        {
          ruleId: "cross-token-statistic",
          severity: "warning",
          message:
            "mean over axis 1 pools the T tokens of x ([B, T, C], unpacked in line 2), so each token reads the others. Use dim=-1, keepdim=True.",
          path: "json.py",
          line: 3,
          column: 16,
          endLine: 3,
          endColumn: 39,
          axes: [1],
          layout: "[B, T, C]",
          evidence: "unpacked in line 2",
        },
      ],
      errors: [],
    });
  });

  it("gives a finding of a notebook its cell, from 1 over all cells, and the line within it", async () => {
    const cell = (cell_type: string, source: string) => ({ cell_type, metadata: {}, source, outputs: [] });
    write(
      "cells.ipynb",
      JSON.stringify({
        cells: [cell("markdown", "# Title"), cell("code", "import torch"), cell("code", wrong)],
        metadata: { language_info: { name: "python" } },
        nbformat: 4,
        nbformat_minor: 5,
      }),
    );
    deepEqual(await folder.findings(["cells.ipynb"]), ["cells.ipynb:3:3 cross-token-statistic"]);
    match((await lint(["cells.ipynb"])).out, /^cells\.ipynb:cell 3:3:16 warning/);
  });

  it("leaves out what .gitignore, dependencies, environments and dot-folders hold, unless named", async () => {
    mkdirSync(join(folder.path, "tree/.git"), { recursive: true });
    write("tree/.gitignore", "generated/\n*.gen.py\n");
    write("tree/src/.gitignore", "!kept.gen.py\n");
    write("tree/venv/pyvenv.cfg", "");
    for (const name of [
      "a.py",
      "generated/b.py",
      "c.gen.py",
      "src/kept.gen.py",
      "node_modules/d.py",
      "venv/e.py",
      ".hidden/f.py",
    ])
      write(`tree/${name}`, wrong);
    deepEqual(paths((await lint(["tree", "--format", "json"])).out), ["tree/a.py", "tree/src/kept.gen.py"]);
    deepEqual(paths((await lint(["tree/generated", "tree/node_modules", "--format", "json"])).out), [
      "tree/generated/b.py",
      "tree/node_modules/d.py",
    ]);
    deepEqual(paths((await lint(["tree/c.gen.py", "--format", "json"])).out), ["tree/c.gen.py"]);
  });

  it("tells what cannot be read, checks the rest and ends with 2", async () => {
    write("some/wrong.py", wrong);
    write("some/broken.ipynb", "{");
    const { code, out, err } = await lint(["missing.py", "some"]);
    equal(code, 2);
    match(err, /missing\.py does not exist/);
    match(err, /broken\.ipynb: Not a notebook/);
    match(out, /some\/wrong\.py:3:16 warning/);
  });

  it("keeps its exit code for a file that cannot be parsed in full, and for a folder without files", async () => {
    write("half.py", "def norm(x:\n    y = (\n");
    mkdirSync(join(folder.path, "empty"));
    const { code, out } = await lint(["half.py", "--format", "json"]);
    equal(code, 0);
    equal((JSON.parse(out) as { errors: unknown[] }).errors.length, 1);
    deepEqual(await lint(["empty"]), { code: 0, out: "Nothing was checked.\n", err: "" });
  });

  it("--fix adds a missing keepdim and leaves the axes of a trained model alone", async () => {
    const text = (axis: string): string =>
      `def f(x):\n    B, T, C = x.shape\n    return x - x.mean(${axis})\n`;
    write("fix/lost.py", text("-1"));
    write("fix/wrong.py", wrong);
    equal((await lint(["fix/lost.py", "--fix"])).code, 0);
    equal((await lint(["fix/wrong.py", "--fix"])).code, 1);
    equal(folder.read("fix/lost.py"), text("-1, keepdim=True"));
    equal(folder.read("fix/wrong.py"), wrong);
  });

  it("reads standard input", async () => {
    const { code, out } = await lint(["--stdin", "--stdin-filename", "model.py"], wrong);
    equal(code, 1);
    match(out, /^model\.py:3:16 warning/);
  });

  it("refuses wrong use in one sentence", async () => {
    await rejects(lint([]), { message: "tokenwise lint: name at least one file or folder." });
    await rejects(lint(["x", "--format", "xml"]), {
      message: "tokenwise lint: unknown format xml (known: text, json, sarif, github).",
    });
    await rejects(lint(["x", "--max-warnings", "few"]), {
      message: "tokenwise lint: --max-warnings needs a whole number, not few.",
    });
    await rejects(lint(["--max-warnings", "pkg"]), {
      message: "tokenwise lint: --max-warnings needs a whole number, not pkg.",
    });
    await rejects(lint(["x", "--nonsense"]), /unknown option --nonsense/);
  });
});
