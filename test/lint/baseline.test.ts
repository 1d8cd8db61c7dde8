import { deepEqual, equal, throws } from "node:assert/strict";
import { type Finding, baselineText, compareWithBaseline, parseBaseline } from "../../src/lint/index.ts";
import { testLinter } from "./testLinter.ts";

const wrong = (name: string): string =>
  `def ${name}(x):\n    B, T, C = x.shape\n    return x - x.mean(1, keepdim=True)\n`;

const pathOf = (finding: Finding): string => finding.path;

async function findings(text: string): Promise<readonly Finding[]> {
  return (await testLinter()).lint({ path: "a.py", text, language: "python" }).findings;
}

async function compared(before: string, after: string) {
  const baseline = parseBaseline(baselineText(await findings(before), pathOf), "baseline.json");
  const { fresh, gone } = compareWithBaseline(await findings(after), baseline, pathOf);
  return [fresh.length, gone.length];
}

describe("a baseline", () => {
  it("hides what was known, also when its lines have moved", async () => {
    deepEqual(await compared(wrong("f"), wrong("f")), [0, 0]);
    deepEqual(await compared(wrong("f"), `import torch\n\n\n${wrong("f")}`), [0, 0]);
  });

  it("shows what is new: another line, or one more copy of a known one", async () => {
    deepEqual(await compared("", wrong("f")), [1, 0]);
    deepEqual(await compared(wrong("f"), wrong("f") + wrong("g")), [1, 0]);
    deepEqual(await compared(wrong("f"), wrong("f").replace("keepdim", " keepdim")), [1, 1]);
  });

  it("tells what no longer occurs, of the files that were checked", async () => {
    deepEqual(await compared(wrong("f") + wrong("g"), wrong("f")), [0, 1]);
    const baseline = parseBaseline(baselineText(await findings(wrong("f")), pathOf), "");
    deepEqual(compareWithBaseline([], baseline, pathOf, () => false).gone, []);
  });

  it("is one sorted line a finding", async () => {
    equal(
      baselineText(await findings(wrong("f")), () => "models/a.py"),
      '{\n  "version": 1,\n  "findings": [\n    {"path":"models/a.py","ruleId":"cross-token-statistic","fingerprint":"b19e388a68bed882:0"}\n  ]\n}\n',
    );
    equal(baselineText([], pathOf), '{\n  "version": 1,\n  "findings": []\n}\n');
  });

  it("names what is wrong with a file that is none", () => {
    throws(() => parseBaseline("[", "b.json"), /^ConfigError: b\.json is not JSON/);
    throws(() => parseBaseline('{"version":2}', "b.json"), {
      message: "b.json is no baseline of version 1 (version is 2); write it anew with --write-baseline.",
    });
  });
});
