import { deepEqual, equal, match } from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const script = resolve(import.meta.dirname, "../../scripts/newRule.js");

describe("npm run new:rule", () => {
  const folder = mkdtempSync(join(tmpdir(), "tokenwise-rule-"));
  const index = "src/lint/rules/index.ts";
  before(() => cpSync(resolve(import.meta.dirname, "../..", index), join(folder, index)));
  after(() => rmSync(folder, { recursive: true }));
  const newRule = (...args: string[]) =>
    spawnSync(process.execPath, [script, ...args], { cwd: folder, encoding: "utf8" });

  it("writes the rule, its page and its fixture, lists the rule, and says what is next", () => {
    const { status, stdout } = newRule("frozen-statistic");
    equal(status, 0);
    match(stdout, /Now write its check/);
    const list = readFileSync(join(folder, index), "utf8");
    match(list, /^import \{ frozenStatistic \} from "\.\/frozenStatistic\.ts";$/m);
    match(list, /\n {2}frozenStatistic,\n\];\n$/);
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
      name.includes("."),
    );
    deepEqual(files.sort(), [
      "docs/rules/frozen-statistic.md",
      "src/lint/rules/frozenStatistic.ts",
      index,
      "test/lint/corpus/frozen-statistic/first.py",
    ]);
    match(
      readFileSync(join(folder, "test/lint/corpus/frozen-statistic/first.py"), "utf8"),
      /# expect: frozen-statistic\n$/,
    );
    match(
      readFileSync(join(folder, "src/lint/rules/frozenStatistic.ts"), "utf8"),
      /export const frozenStatistic: Rule = \{\n {2}id: "frozen-statistic",/,
    );
    const page = readFileSync(join(folder, "docs/rules/frozen-statistic.md"), "utf8");
    deepEqual(
      [...page.matchAll(/^## (.+)$/gm)].map((heading) => heading[1]),
      ["What it does", "Why it matters", "Flagged", "Better", "When not to"],
    );
  });

  it("overwrites nothing, and refuses what is no id", () => {
    const again = newRule("frozen-statistic");
    deepEqual([again.status, again.stderr], [2, "src/lint/rules/frozenStatistic.ts exists already.\n"]);
    match(newRule("FrozenStatistic").stderr, /^Usage: npm run new:rule some-rule-id/);
  });
});
