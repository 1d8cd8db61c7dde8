import { deepEqual, equal, match, notEqual, ok } from "node:assert/strict";
import type { Log } from "sarif";
import { type Finding, reporters, rules } from "../../src/lint/index.ts";
import { sarifProblems } from "./sarifSchema.ts";
import { testLinter } from "./testLinter.ts";

const wrong = "def f(x):\n    B, T, C = x.shape\n    return x - x.mean(1, keepdim=True)\n";

const findingsOf = async (path: string, text = wrong): Promise<readonly Finding[]> =>
  (await testLinter()).lint({ path, text, language: "python" }).findings;

const cellsOf = async (path: string): Promise<readonly Finding[]> =>
  (await testLinter()).lintCells(path, [{ number: 3, language: "python", text: wrong }]).findings;

const page = "# a-rule\n\n## What it does\n\nReports\nthis. And that.\n\n## Why it matters\n";

const sarif = (findings: readonly Finding[]): Log =>
  JSON.parse(
    reporters["sarif"]!({
      findings,
      errors: [{ path: "b.py", message: "could not be parsed in full (line 1)" }],
      version: "1.2.3",
      files: 1,
      pages: new Map([["cross-token-statistic", page]]),
    }),
  ) as Log;

const resultsOf = (findings: readonly Finding[]) => sarif(findings).runs[0]!.results!;

describe("text", () => {
  it("shows the line with a marker, and a summary", async () => {
    const output = reporters["text"]!({
      findings: await findingsOf("a.py"),
      errors: [],
      version: "",
      files: 1,
    });
    match(output, /^a\.py:3:16 warning cross-token-statistic\n/);
    match(
      output,
      /\n {2}3 \| {5}return x - x\.mean\(1, keepdim=True\)\n {4}\| {16}\^{23}\n\n1 warning in 1 file\n$/,
    );
  });
});

describe("github", () => {
  it("gives a workflow command with the place, a cell as a prefix, and escapes", async () => {
    const github = reporters["github"]!;
    match(
      github({ findings: await findingsOf("a,b.py"), errors: [], version: "", files: 1 }),
      /^::warning file=a%2Cb\.py,line=3,endLine=3,col=16,endColumn=39,title=cross-token-statistic::mean over axis 1/,
    );
    match(
      github({ findings: await cellsOf("n.ipynb"), errors: [], version: "", files: 1 }),
      /::cell 3, line 3: mean over/,
    );
    equal(
      github({ findings: [], errors: [{ path: "a", message: "50%\nx" }], version: "", files: 1 }),
      "::notice file=a::50%25%0Ax\n",
    );
  });
});

describe("sarif", () => {
  it("is valid by the schema, with findings of files and cells, and with none", async () => {
    for (const findings of [await findingsOf("models/ä b.py"), await cellsOf("n.ipynb"), []])
      deepEqual(sarifProblems(sarif(findings)), []);
  });

  it("is checked by a schema that refuses what the standard does", async () => {
    const log = sarif(await findingsOf("a.py"));
    const [result] = log.runs[0]!.results!;
    result!.rank = 101;
    match(sarifProblems(log).join(), /rank must be <= 100/);
    Object.assign(result!, { rank: 1, severity: "high" });
    match(sarifProblems(log).join(), /must NOT have additional properties/);
  });

  it("lists all rules with their pages as help, and results that point at them", async () => {
    const { version, runs } = sarif(await findingsOf("a.py"));
    equal(version, "2.1.0");
    const listed = runs[0]!.tool.driver.rules!;
    deepEqual(
      listed.map(({ id }) => id),
      [...rules.map(({ id }) => id), "unused-ignore"],
    );
    const [result] = runs[0]!.results!;
    const rule = listed[result!.ruleIndex!]!;
    equal(rule.id, result!.ruleId);
    equal(rule.help?.markdown, page);
    equal(rule.fullDescription?.text, "Reports this. And that.");
    ok(listed.every(({ help }) => help!.text.length > 0));
  });

  it("has level, place, and the confidence as rank", async () => {
    const [result] = resultsOf(await findingsOf("a.py"));
    deepEqual([result!.level, result!.rank], ["warning", 85]);
    equal(result!.locations![0]!.physicalLocation!.region!.startLine, 3);
  });

  it("has the cell's number in properties and the line within the cell", async () => {
    const [result] = resultsOf(await cellsOf("n.ipynb"));
    equal(result!.properties?.["cell"], 3);
    equal(result!.locations![0]!.physicalLocation!.region!.startLine, 3);
  });

  it("has fingerprints that survive moved lines and tell repeats apart", async () => {
    const prints = (findings: readonly Finding[]) =>
      resultsOf(findings).map((result) => result.partialFingerprints!["tokenwise/v1"]);
    const [before] = prints(await findingsOf("a.py"));
    const [moved] = prints(await findingsOf("elsewhere/a.py", `\n\n${wrong}`));
    const [first, second] = prints(await findingsOf("a.py", wrong + wrong.replace("def f", "def g")));
    equal(before, moved);
    equal(before, first);
    notEqual(first, second);
  });

  it("writes paths as URIs", async () => {
    const uri = async (path: string) =>
      resultsOf(await findingsOf(path))[0]!.locations![0]!.physicalLocation!.artifactLocation!.uri;
    equal(await uri("a b/c#d.py"), "a%20b/c%23d.py");
    equal(await uri("/data/x.py"), "file:///data/x.py");
    equal(await uri("C:\\data\\x.py"), "file:///C:/data/x.py");
  });
});
