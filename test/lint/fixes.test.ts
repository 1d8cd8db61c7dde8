import { equal } from "node:assert/strict";
import { testLinter } from "./testLinter.ts";

const head = "import torch\nimport numpy as np\n\n\ndef f(x):\n    B, T, C = x.shape\n";

/** What the safe fixes leave of the body of a function. */
async function fixed(body: string): Promise<string> {
  const linter = await testLinter();
  const text = head + body;
  const { findings } = linter.lint({ path: "a.py", text, language: "python" });
  equal(
    findings.some(({ ruleId }) => ruleId === "missing-keepdim"),
    true,
  );
  return linter.fixed({ text, language: "python" }, findings).slice(head.length);
}

describe("a safe fix", () => {
  const cases: Record<string, string> = {
    "return x - x.mean(-1,)": "return x - x.mean(-1, keepdim=True,)",
    "return x - np.mean(x, axis=-1, )": "return x - np.mean(x, axis=-1, keepdims=True, )",
    "return x - x.mean(\n        -1  # channels\n    )":
      "return x - x.mean(\n        -1, keepdim=True  # channels\n    )",
    "return x - x.mean(-1, keepdim=False)": "return x - x.mean(-1, keepdim=True)",
    "m = x.mean(-1)\n    return x - m": "m = x.mean(-1, keepdim=True)\n    return x - m",
  };
  for (const [wrong, right] of Object.entries(cases))
    it(`${JSON.stringify(wrong)} keeps the axis`, async () =>
      equal(await fixed(`    ${wrong}\n`), `    ${right}\n`));

  const left = [
    "return x - x.mean(-1, False)",
    "return x - x.mean((-1))",
    "m = x.mean(-1)\n    return x - m, m.view(B, T)",
    "m = x.mean(-1)\n    y = x - m\n    return y * m.unsqueeze(-1)",
    "m = x.mean(-1)\n    y = x - m\n    return y / m[:, :, None]",
  ];
  for (const body of left)
    it(`leaves ${JSON.stringify(body)} alone`, async () =>
      equal(await fixed(`    ${body}\n`), `    ${body}\n`));

  it("is not written where the file could be parsed before it alone", async () => {
    const linter = await testLinter();
    const text = `${head}    return x - x.mean(-1)\n`;
    const { findings } = linter.lint({ path: "a.py", text, language: "python" });
    const broken = findings.map((finding) => ({
      ...finding,
      suggestions: finding.suggestions.map((suggestion) => ({
        ...suggestion,
        edits: suggestion.edits.map((edit) => ({ ...edit, text: ",, keepdim=True)" })),
      })),
    }));
    equal(linter.fixed({ text, language: "python" }, broken), text);
  });

  it("changes nothing else of a notebook", async () => {
    const linter = await testLinter();
    const source = JSON.stringify(`${head}    return x - x.mean(-1)\n`);
    const text = `{"nbformat_minor": 4.0, "nbformat": 4,\r\n "cells": [3,\n{"source":${source}, "cell_type": "code"}],"metadata": {"v": 1.0, "n": "\\u00e9"}}`;
    const { findings } = linter.lint({ path: "a.ipynb", text, language: "notebook" });
    equal(
      linter.fixed({ text, language: "notebook" }, findings),
      text.replace("x.mean(-1)", "x.mean(-1, keepdim=True)"),
    );
  });
});
