import { deepEqual, equal, ok } from "node:assert/strict";
import type { Linter } from "../../src/lint/index.ts";
import { languageOfPath } from "../../src/lint/index.ts";
import { readCases } from "./corpus.ts";
import { testLinter } from "./testLinter.ts";

const wrong = "def f(x):\n    B, T, C = x.shape\n    return x - x.mean(1, keepdim=True)\n";

/** Numbers from 0 to 1, the same in each run. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ;) {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    yield state / 2 ** 31;
  }
}

const snippets = [
  "\n",
  " ",
  "(",
  "x = x.mean(1, keepdim=True)\n",
  "# [B, T, C]\n",
  "def g(x):\n    return x\n\n",
  '"',
  "C",
];

/** A text with one stretch cut out or something typed in. */
function edited(text: string, random: Iterator<number, never>): string {
  const at = Math.floor(random.next().value * text.length);
  const cut = random.next().value < 0.5 ? Math.floor(random.next().value * 30) : 0;
  const typed = snippets[Math.floor(random.next().value * snippets.length)]!;
  return text.slice(0, at) + (cut > 0 ? "" : typed) + text.slice(at + cut);
}

function sameAsFromScratch(linter: Linter, path: string, texts: readonly string[]): void {
  const document = linter.document(path);
  const language = languageOfPath(path)!;
  texts.forEach((text, step) => {
    const again = document.lint(text, language);
    const scratch = linter.lint({ path, text, language });
    deepEqual(again, scratch, `${path} after ${step} edits:\n${text}`);
  });
  document.dispose();
}

describe("an edited document", () => {
  it("is found to be what a check from scratch finds, after any edit", async () => {
    const linter = await testLinter();
    const random = numbers(1);
    const cases = readCases("./corpus").filter(({ path }) => !path.endsWith(".ipynb"));
    const joined = (ending: string): string =>
      cases
        .flatMap(({ path, text }) => (path.endsWith(ending) ? text : []))
        .slice(0, 12)
        .join("\n");
    for (const [path, start] of [
      ["a.py", joined(".py")],
      ["a.ts", joined(".ts")],
      ["a.js", joined(".js")],
    ] as const) {
      const texts = [start];
      for (let step = 0; step < 20; step++) texts.push(edited(texts.at(-1)!, random));
      sameAsFromScratch(linter, path, texts);
    }
  });

  it("follows what a helper, a class or a comment elsewhere becomes", async () => {
    const linter = await testLinter();
    const use = "def f(x):\n    B, T, C = x.shape\n    return helper(x)\n";
    const helper = (axis: number): string => `def helper(x):\n    return x - x.mean(${axis}, keepdim=True)\n`;
    sameAsFromScratch(linter, "a.py", [
      use + helper(-1),
      use + helper(1),
      `import torch\n${use}${helper(1)}`,
      `# x: [B, T, C]\n${helper(1)}`,
      `# x: [B, C, T]\n${helper(1)}`,
      `# x: [B, T, C]\n${helper(1)}`,
      `\n${helper(1)}`,
      `AXIS = 1\ndef g(x):\n    B, T, C = x.shape\n    return x - x.mean(AXIS, keepdim=True)\n`,
      `AXIS = 2\ndef g(x):\n    B, T, C = x.shape\n    return x - x.mean(AXIS, keepdim=True)\n`,
    ]);
  });

  it("may be a notebook whose cells change", async () => {
    const linter = await testLinter();
    const document = linter.document("n.ipynb");
    const cells = (first: string) => [
      { number: 1, language: "python", text: first },
      { number: 3, language: "python", text: wrong },
    ];
    for (const first of ["import torch", "import torch\n\nx = 1", "def g(:"]) {
      const { findings } = document.lintCells(cells(first));
      deepEqual(
        findings.map(({ cell, line }) => [cell, line]),
        [[3, 3]],
      );
    }
    equal(document.lintCells([]).findings.length, 0);
    document.dispose();
    ok(document.lintCells(cells("")).findings.length === 1, "it starts anew after dispose");
    document.dispose();
  });

  it("forgets when the user's own token names change", async () => {
    const document = (await testLinter()).document("a.py");
    const text = "def f(x):\n    B, rows, C = x.shape\n    return x - x.mean(1, keepdim=True)\n";
    equal(document.lint(text, "python").findings.length, 0);
    equal(document.lint(text, "python", { tokenAxisNames: ["rows"] }).findings.length, 1);
    document.dispose();
  });
});
