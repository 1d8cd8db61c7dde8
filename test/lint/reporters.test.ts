import { deepEqual, equal, match, notEqual } from "node:assert/strict";
import { type Finding, reporters, rules } from "../../src/lint/index.ts";
import { testLinter } from "./testLinter.ts";

const wrong = "def f(x):\n    B, T, C = x.shape\n    return x - x.mean(1, keepdim=True)\n";

const findingsOf = async (path: string, text = wrong): Promise<readonly Finding[]> =>
  (await testLinter()).lint({ path, text, language: "python" }).findings;

const cellsOf = async (path: string): Promise<readonly Finding[]> =>
  (await testLinter()).lintCells(path, [{ number: 3, language: "python", text: wrong }]).findings;

interface Sarif {
  readonly version: string;
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly rank: number;
      readonly partialFingerprints: Readonly<Record<string, string>>;
      readonly properties?: { readonly cell: number };
      readonly locations: readonly {
        readonly physicalLocation: { readonly region: { readonly startLine: number } };
      }[];
    }[];
  }[];
}

const sarif = (findings: readonly Finding[]): Sarif =>
  JSON.parse(reporters["sarif"]!({ findings, errors: [], version: "1.2.3" })) as Sarif;

describe("text", () => {
  it("shows the line with a marker, and a summary", async () => {
    const output = reporters["text"]!({ findings: await findingsOf("a.py"), errors: [], version: "" });
    match(output, /^a\.py:3:16 warning cross-token-statistic\n/);
    match(output, /\n {2}3 \| {5}return x - x\.mean\(1, keepdim=True\)\n {4}\| {16}\^{23}\n\n1 warning\n$/);
  });
});

describe("github", () => {
  it("gives a workflow command with the place, a cell as a prefix, and escapes", async () => {
    const github = reporters["github"]!;
    match(
      github({ findings: await findingsOf("a,b.py"), errors: [], version: "" }),
      /^::warning file=a%2Cb\.py,line=3,endLine=3,col=16,endColumn=39,title=cross-token-statistic::mean over axis 1/,
    );
    match(
      github({ findings: await cellsOf("n.ipynb"), errors: [], version: "" }),
      /::cell 3, line 3: mean over/,
    );
    equal(
      github({ findings: [], errors: [{ path: "a", message: "50%\nx" }], version: "" }),
      "::notice file=a::50%25%0Ax\n",
    );
  });
});

describe("sarif", () => {
  it("lists all rules, and results that point at them with level, rank and place", async () => {
    const { version, runs } = sarif(await findingsOf("a.py"));
    equal(version, "2.1.0");
    const [run] = runs;
    deepEqual(
      run!.tool.driver.rules.map(({ id }) => id),
      rules.map(({ id }) => id),
    );
    const [result] = run!.results;
    equal(run!.tool.driver.rules[result!.ruleIndex]!.id, result!.ruleId);
    deepEqual([result!.level, result!.rank], ["warning", 85]);
    equal(result!.locations[0]!.physicalLocation.region.startLine, 3);
  });

  it("has the cell's number in properties and the line within the cell", async () => {
    const [result] = sarif(await cellsOf("n.ipynb")).runs[0]!.results;
    equal(result!.properties?.cell, 3);
    equal(result!.locations[0]!.physicalLocation.region.startLine, 3);
  });

  it("has fingerprints that survive moved lines and tell repeats apart", async () => {
    const prints = (findings: readonly Finding[]) =>
      sarif(findings).runs[0]!.results.map((result) => result.partialFingerprints["tokenwise/v1"]);
    const [before] = prints(await findingsOf("a.py"));
    const [moved] = prints(await findingsOf("a.py", `\n\n${wrong}`));
    const [first, second] = prints(await findingsOf("a.py", wrong + wrong.replace("def f", "def g")));
    equal(before, moved);
    notEqual(first, second);
  });
});
