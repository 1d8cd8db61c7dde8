import { deepEqual, equal, match } from "node:assert/strict";
import { LintFolder, wrong } from "./lintFolder.ts";

const lost = "def f(x):\n    B, T, C = x.shape\n    return x - x.mean(-1)\n";
const fixed = "def f(x):\n    B, T, C = x.shape\n    return x - x.mean(-1, keepdim=True)\n";

const notebook = (source: string | readonly string[]): string =>
  `${JSON.stringify(
    {
      cells: [
        { cell_type: "markdown", metadata: {}, source: "# Title" },
        { cell_type: "code", execution_count: 1, metadata: {}, outputs: [], source },
      ],
      metadata: { language_info: { name: "python" } },
      nbformat: 4,
      nbformat_minor: 2,
    },
    null,
    1,
  )}\n`;

describe("tokenwise lint and files", () => {
  const folder = new LintFolder();
  after(() => folder.remove());

  it("checks a file once, however often it is named", async () => {
    folder.write("twice/a.py", wrong);
    equal((await folder.findings(["twice", "twice/a.py", "./twice/../twice"])).length, 1);
  });

  it("reads UTF-16 and Latin-1, and a byte order mark", async () => {
    folder.write("code/utf16.py", Buffer.from(`\uFEFF${wrong}`, "utf16le"));
    folder.write("code/big.py", Buffer.from(`\uFEFF${wrong}`, "utf16le").swap16());
    folder.write("code/latin.py", Buffer.from(`# -*- coding: latin-1 -*- \u00e9\n${wrong}`, "latin1"));
    folder.write("code/mark.py", `\uFEFF${wrong}`);
    deepEqual(await folder.findings(["code"]), [
      "code/big.py:3 cross-token-statistic",
      "code/latin.py:4 cross-token-statistic",
      "code/mark.py:3 cross-token-statistic",
      "code/utf16.py:3 cross-token-statistic",
    ]);
  });

  it("--fix writes into the cells of a notebook and changes nothing else", async () => {
    folder.write("fix/lines.ipynb", notebook(lost.match(/.+\n?/g)!));
    folder.write("fix/text.ipynb", notebook(lost));
    deepEqual(await folder.findings(["fix", "--fix"]), []);
    equal(folder.read("fix/lines.ipynb"), notebook(fixed.match(/.+\n?/g)!));
    equal(folder.read("fix/text.ipynb"), notebook(fixed));
  });

  it("--fix keeps a byte order mark and CRLF, and leaves other encodings alone", async () => {
    folder.write("keep/mark.py", `\uFEFF${lost.replaceAll("\n", "\r\n")}`);
    const latin = Buffer.from(`# \u00e9\n${lost}`, "latin1");
    folder.write("keep/latin.py", latin);
    const { out } = await folder.lint(["keep", "--fix"]);
    equal(folder.read("keep/mark.py"), `\uFEFF${fixed.replaceAll("\n", "\r\n")}`);
    match(out, /latin\.py: is not UTF-8, so its fixes were not written/);
  });

  it("looks into the files that are imported from, whichever folder the command runs in", async () => {
    folder.write("package/norms/own.py", "def centre(x, axis):\n    return x - x.mean(axis, keepdim=True)\n");
    folder.write(
      "package/models/net.py",
      "from ..norms.own import centre\n\ndef f(x):\n    B, T, C = x.shape\n    return centre(x, 1)\n",
    );
    deepEqual(await folder.findings(["package/models"]), ["package/models/net.py:5 cross-token-statistic"]);
    const text = await folder.lint(["package/models/net.py"]);
    match(text.out, /\^\n {2}package\/norms\/own\.py:2:16 the statistic\n/);
    const { out } = await folder.lint(["package/models/net.py", "--format", "sarif"]);
    match(out, /"uri": "package\/norms\/own\.py"/);
  });
});
