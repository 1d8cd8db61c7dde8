import { deepEqual, equal, ok } from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { rules } from "../../src/lint/index.ts";
import { outcomeOf, readCases } from "./corpus.ts";
import { testLinter } from "./testLinter.ts";

const root = new URL("../../", import.meta.url);
const headings = ["What it does", "Why it matters", "Flagged", "Better", "When not to"];
const camelCase = (id: string): string => id.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

describe("a rule", () => {
  for (const rule of rules)
    it(`${rule.id} has a file, a page and a corpus folder`, () => {
      ok(existsSync(new URL(`src/lint/rules/${camelCase(rule.id)}.ts`, root)), "file");
      ok(
        readCases(`./corpus/${rule.id}`).some((one) => one.expected.some(({ ruleId }) => ruleId === rule.id)),
        "corpus",
      );
      const page = readFileSync(new URL(`docs/rules/${rule.id}.md`, root), "utf8");
      equal(page.split("\n")[0], `# ${rule.id}`);
      deepEqual(
        [...page.matchAll(/^## (.+)$/gm)].map((match) => match[1]),
        headings,
      );
    });

  it("is listed where it has a file, and the other way round", () => {
    const files = readdirSync(new URL("src/lint/rules", root));
    const support = ["index.ts", "keepdimFix.ts", "normRepairs.ts", "rule.ts", "wording.ts"];
    deepEqual(
      files.filter((file) => !support.includes(file)).sort(),
      rules.map((rule) => `${camelCase(rule.id)}.ts`).sort(),
    );
    deepEqual(readdirSync(new URL("docs/rules", root)).sort(), rules.map((rule) => `${rule.id}.md`).sort());
  });
});

describe("the corpus", () => {
  for (const one of readCases("./corpus"))
    it(`${one.name} is flagged on its marked lines and nowhere else`, async () => {
      const { missed, unexpected } = outcomeOf(await testLinter(), one);
      deepEqual({ missed, unexpected }, { missed: [], unexpected: [] });
    });

  it("has at least 150 cases with the held-out ones, a third of them held out", () => {
    const [corpus, heldout] = [readCases("./corpus"), readCases("./heldout")];
    const count = corpus.length + heldout.length;
    ok(count >= 150);
    ok(heldout.length >= count / 3);
  });

  for (const folder of ["corpus", "heldout"])
    it(`is half look-alikes: ${folder}`, () => {
      const cases = readCases(`./${folder}`);
      const right = cases.filter((one) => one.expected.length === 0).length;
      ok(right >= cases.length / 2, `${right} of ${cases.length}`);
    });

  it("meets its goals on the held-out cases", async () => {
    const linter = await testLinter();
    const outcomes = readCases("./heldout").map((one) => outcomeOf(linter, one));
    const count = (key: "found" | "missed" | "unexpected"): number =>
      outcomes.reduce((sum, outcome) => sum + outcome[key].length, 0);
    ok(count("found") / (count("found") + count("missed")) >= 0.9);
    ok(count("found") / (count("found") + count("unexpected")) >= 0.9);
  });
});

describe("a rule's page", () => {
  for (const rule of rules)
    it(`${rule.id} shows code that behaves as it says`, async () => {
      const linter = await testLinter();
      const page = readFileSync(new URL(`docs/rules/${rule.id}.md`, root), "utf8");
      const blocks = [...page.matchAll(/^```(python|js|ts)\n([\s\S]*?)^```$/gm)];
      ok(blocks.length >= 2);
      for (const [, language, text] of blocks) {
        const { findings } = linter.lint(
          { path: "page", text: text!, language: language === "python" ? "python" : "typescript" },
          { rules: rule.off ? { [rule.id]: "warning" } : {} },
        );
        const expected = text!
          .split("\n")
          .flatMap((line, index) => (line.includes("expect: ") ? [index + 1] : []));
        deepEqual(
          findings.map(({ ruleId, line }) => ({ ruleId, line })),
          expected.map((line) => ({ ruleId: rule.id, line })),
        );
      }
    });
});
