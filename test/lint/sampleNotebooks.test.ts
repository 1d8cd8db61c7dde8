import { deepEqual, ok } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { testLinter } from "./testLinter.ts";

interface Cell {
  readonly id: string;
  readonly source: string | readonly string[];
}

describe("the sample notebooks", () => {
  for (const name of ["layernorm.ipynb", "layernorm.zh-cn.ipynb"])
    it(`${name} quotes the messages that its Python cell gets`, async () => {
      const text = readFileSync(new URL(`../../media/notebooks/${name}`, import.meta.url), "utf8");
      const { cells } = JSON.parse(text) as { cells: Cell[] };
      const { findings } = (await testLinter()).lint({ path: name, text, language: "notebook" });
      const quoted = sourceOf(cells.find((cell) => cell.id === "python-message")!)
        .split("\n")
        .flatMap((line) => (/^> \S/.test(line) ? line.slice(2) : []));
      const pythonCell = cells.findIndex((cell) => cell.id === "python-bug") + 1;
      deepEqual(
        findings.flatMap(({ cell, message }) => (cell === pythonCell ? message : [])),
        quoted,
      );
    });

  for (const name of ["layernorm.ipynb", "layernorm.zh-cn.ipynb"])
    it(`${name} is clean but for the norms over tokens that it shows on purpose`, async () => {
      const text = readFileSync(new URL(`../../media/notebooks/${name}`, import.meta.url), "utf8");
      const { cells } = JSON.parse(text) as { cells: Cell[] };
      const { findings } = (await testLinter()).lint({ path: name, text, language: "notebook" });
      for (const { cell, line } of findings) {
        const wrong = cells[cell! - 1]!;
        const source = sourceOf(wrong).split("\n")[line - 1]!;
        ok(wrong.id === "python-bug" || source.includes("normOverTokens = "), `cell ${cell}, line ${line}`);
      }
    });
});

const sourceOf = ({ source }: Cell): string => (typeof source === "string" ? source : source.join(""));
