import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { testLinter } from "./testLinter.ts";

const wrong = "def f(x):\n    B, T, C = x.shape\n    return x - x.mean(1, keepdim=True)\n";

async function lint(text: string, language: "python" | "javascript" | "notebook" = "python") {
  return (await testLinter()).lint({ path: "file", text, language });
}

describe("bad input", () => {
  it("gives what can be read of half-typed code, and says that it was not all", async () => {
    const { findings, errors } = await lint(`${wrong}\ndef g(x:\n    y = (x.mean(\n`);
    equal(findings.length, 1);
    equal(errors.length, 1);
  });

  it("tells what cannot be parsed in files without any norm too", async () => {
    for (const [text, language] of [
      ["def f(x:\n  (((\n", "python"],
      ["function f( {\n  ((( ;\n", "javascript"],
    ] as const) {
      const { findings, errors } = await lint(text, language);
      equal(findings.length, 0);
      equal(errors.length, 1, text);
      ok(errors[0]!.message.startsWith("could not be parsed in full (line "), errors[0]!.message);
    }
  });

  it("reads Python 2, tabs, CRLF and a byte order mark with the right places", async () => {
    for (const text of [
      `print "hello"\n${wrong}`,
      `x = 1\n${wrong.replaceAll("    ", "\t")}`,
      `x = 1\n${wrong}`.replaceAll("\n", "\r\n"),
      `\uFEFFx = 1\n${wrong}`,
      `x = "\0"\n${wrong}`,
    ]) {
      const { findings } = await lint(text);
      deepEqual(
        findings.map(({ line }) => line),
        [4],
        JSON.stringify(text.slice(0, 20)),
      );
    }
  });

  it("survives 20,000 nested brackets and a line of 5 MB", async () => {
    equal((await lint(`norm = ${"(".repeat(20_000)}${")".repeat(20_000)}\n${wrong}`)).findings.length, 1);
    const minified = await lint(`const norm = [${"1,".repeat(2_500_000)}1];`, "javascript");
    deepEqual(minified.findings, []);
    deepEqual(
      minified.errors.map(({ message }) => message),
      ["is 5,000,017 characters long, more than the limit of 2,000,000 characters, and was not checked"],
    );
  });

  it("does not check a text or a line of a length that only programs write, and says so", async () => {
    const long = await lint(`${wrong}x = "${"a".repeat(500_001)}"\n`);
    deepEqual(long.findings, []);
    equal(
      long.errors[0]!.message,
      "has a line of 500,007 characters, more than the limit of 500,000 characters, and was not checked",
    );
    equal((await lint(`${wrong}x = "${"a".repeat(400_000)}"\n`)).findings.length, 1);
  });

  it("survives brackets and blocks nested without end, in every language", async () => {
    for (const [text, language] of [
      [`const norm = ${"[".repeat(20_000)}${"]".repeat(20_000)};`, "javascript"],
      [`const norm = ${"(".repeat(20_000)}`, "javascript"],
      [`norm = ${"[".repeat(20_000)}`, "python"],
      [`norm(${"function(){ ".repeat(2_000)}${"}".repeat(2_000)});`, "javascript"],
      [`norm${".a()".repeat(20_000)};`, "javascript"],
      [`${"{".repeat(5_000)} norm `, "javascript"],
    ] as const) {
      const { findings } = await lint(text, language);
      deepEqual(findings, [], text.slice(0, 30));
    }
  });

  it("reads text with lone surrogates, replacement characters and other encodings' remains", async () => {
    for (const oddity of ["\uD800", "\uFFFD\uFFFD", "caf\u00e9 \u4e2d\u6587 \u{1F600}", "\u2028", "\u0085"]) {
      const { findings } = await lint(`# ${oddity}\nx = "${oddity}"\n${wrong}`);
      deepEqual(
        findings.map(({ line, column }) => [line, column]),
        [[5, 16]],
        JSON.stringify(oddity),
      );
    }
    const utf16 = [...wrong].map((character) => `${character}\0`).join("");
    deepEqual((await lint(utf16)).findings, []);
  });

  it("lowers a text only so far, and says so", async () => {
    const { errors } = await lint(`norm(${"f(a,b),\n".repeat(200_000)}0);`, "javascript");
    ok(errors.some(({ message }) => message.includes("limit of work")));
  });

  it("ends at its limit of work and says so", async () => {
    const calls = Array.from(
      { length: 60 },
      (_, i) => `def f${i}(x):\n${`    f${i + 1}(x.mean(1))\n`.repeat(40)}`,
    ).join("");
    const { errors } = await lint(calls);
    ok(errors.some(({ message }) => message.includes("limit of work")));
  });

  it("follows a value that is used without end only so far, and shapes in a docstring without end", async () => {
    const uses = Array.from({ length: 7 }, (_, i) => `    a${i + 1} = ${`a${i} + `.repeat(14)}1\n`).join("");
    const used = `def f(x):\n    B, T, C = x.shape\n    a0 = x - x.mean(1, keepdim=True)\n${uses}    print(a7)\n`;
    ok((await lint(used)).findings.length <= 1);
    const shapes = `def f(x):\n    """${"x: (batch, seq, dim) ".repeat(10_000)}"""\n    return x - x.mean(1, keepdim=True)\n`;
    equal((await lint(shapes)).findings.length, 1);
  });

  it("reads a file of many factories for one large model to its end", async () => {
    const layers = Array.from(
      { length: 200 },
      (_, i) => `    self.l${i} = nn.Linear(width * ${i}, width)\n`,
    ).join("");
    const model = `from torch import nn\nclass Model(nn.Module):\n  def __init__(self, width):\n${layers}`;
    const factories = Array.from(
      { length: 400 },
      (_, i) => `def model_${i}():\n  return Model(width=${i})\n`,
    );
    const { findings, errors } = await lint(`${model}${factories.join("")}${wrong}`);
    deepEqual(errors, []);
    deepEqual(findings.length, 1);
  });

  it("does not mistake the names that every object has for norms", async () => {
    const { findings, errors } = await lint(
      "const norm = x.constructor(y); toString(norm); valueOf(x); hasOwnProperty(x);",
      "javascript",
    );
    deepEqual({ findings, errors }, { findings: [], errors: [] });
  });

  it("refuses a notebook that is none", async () => {
    const linter = await testLinter();
    throws(() => linter.lint({ path: "n.ipynb", text: "[]", language: "notebook" }), {
      name: "NotebookFormatError",
    });
  });

  it("finds nothing in a notebook of outputs, and nothing in cells that are odd", async () => {
    const linter = await testLinter();
    const notebook = (cells: unknown) =>
      JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells });
    const output = { output_type: "stream", name: "stdout", text: wrong };
    const outputsOnly = [{ cell_type: "code", metadata: {}, source: "", outputs: [output] }];
    deepEqual(
      linter.lint({ path: "n.ipynb", text: notebook(outputsOnly), language: "notebook" }).findings,
      [],
    );
    for (const text of [notebook([output]), notebook(null), '{"outputs": []}', "", "{"])
      throws(() => linter.lint({ path: "n.ipynb", text, language: "notebook" }), {
        name: "NotebookFormatError",
      });
  });

  it("checks the other cells of a notebook where one is odd, and says what was left out", async () => {
    const cells = [
      { cell_type: "code", source: wrong, outputs: "none" },
      { cell_type: "chart", source: "" },
      { cell_type: "code" },
      "text",
      { cell_type: "code", source: ["f(x)\n", 7] },
      { cell_type: "code", metadata: {}, source: ["y = f(x)"] },
    ];
    const { findings, errors } = await lint(JSON.stringify({ nbformat: 4, cells }), "notebook");
    deepEqual(
      findings.map(({ cell, line }) => [cell, line]),
      [[1, 3]],
    );
    deepEqual(
      errors.map(({ cell, message }) => [cell, message]),
      [
        [2, "Cell 2 of the notebook is neither code, markdown nor raw; it was left out"],
        [3, "Cell 3 of the notebook has no source text; it was left out"],
        [4, "Cell 4 of the notebook is no JSON object; it was left out"],
        [5, "Cell 5 of the notebook has no source text; it was left out"],
      ],
    );
  });

  it("leaves magics, shell lines and cells of other languages out", async () => {
    const cell = (source: string) => ({
      cell_type: "code",
      metadata: {},
      outputs: [],
      execution_count: null,
      source,
    });
    const notebook = {
      nbformat: 4,
      nbformat_minor: 5,
      metadata: { language_info: { name: "python" } },
      cells: [
        cell("%matplotlib inline\n!pip install x\nimport torch\ntorch?\n?torch"),
        cell("%%bash\nfor i in *; do"),
        cell(`%%time\n${wrong}`),
      ],
    };
    const { findings, errors } = await lint(JSON.stringify(notebook), "notebook");
    deepEqual(
      findings.map(({ cell: number, line }) => [number, line]),
      [[3, 4]],
    );
    deepEqual(errors, []);
  });
});

describe("a text that cannot be parsed in full", () => {
  const cases: Record<string, string> = {
    "y = (1 +\n": "line 6",
    "def g(x:\n    return x\n": "line 6",
    "x = = 3\n": "line 6",
  };
  for (const [broken, place] of Object.entries(cases))
    it(`says where: ${JSON.stringify(broken)}`, async () => {
      const text = `import torch\n\ndef f(x):\n    return x.mean(1)\n\n${broken}`;
      const { errors } = (await testLinter()).lint({ path: "a.py", text, language: "python" });
      deepEqual(
        errors.map(({ message }) => message),
        [`could not be parsed in full (${place})`],
      );
    });
});
