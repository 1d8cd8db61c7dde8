import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { until } from "../harness/pictures.ts";
import { root } from "../harness/server.ts";
import { inWorkbench } from "../harness/suite.ts";
import type { Workbench } from "../harness/workbench.ts";

const check = "Tokenwise: Check for Cross-Token Normalization";
const checkWorkspace = "Tokenwise: Check Workspace for Cross-Token Normalization";
const leak = "def f(x):\n    B, T, C = x.shape\n    return x - x.mean(1, keepdim=True)\n";
const overAxis1 = /(mean|var|moments) over axis 1 pools the N tokens/;

describe("Tokenwise: Check for Cross-Token Normalization", () => {
  const suite = inWorkbench({
    files: ["test/workbench/fixtures/leaks"],
    contents: {
      ".gitignore": "generated.py\n",
      "generated.py": leak,
      "excluded.py": leak,
      "old.py": leak,
      "tokenwise.json": '{ "exclude": ["old.py"] }',
    },
    settings: { "tokenwise.lint.exclude": ["excluded.py"] },
    height: 2400,
  });

  it("fills the Problems panel from the active file, and underlines the statistics", async () => {
    const { workbench } = suite;
    await workbench.openFile("handWritten.py");
    await workbench.page.locator(".monaco-editor .view-line").first().waitFor();
    await workbench.command(check);
    await workbench.page.locator(".monaco-editor .squiggly-warning").first().waitFor();
    const rows = await problems(workbench, 2);
    assert.ok(rows.every((row) => overAxis1.test(row)));
  });

  it("checks the files that are selected in the explorer, and no others", async () => {
    const { workbench } = suite;
    const item = (name: string) => workbench.page.getByRole("treeitem", { name });
    await item("configured.py").click();
    await item("overTokens.js").click({ modifiers: ["ControlOrMeta"] });
    await item("overTokens.js").click({ button: "right" });
    await workbench.choose(/Check for Cross-Token Normalization/);
    const rows = await problems(workbench, 2);
    assert.ok(rows.some((row) => row.includes("LayerNorm([seq_len, d_model])")));
    assert.ok(rows.some((row) => row.startsWith("moments over axis 1")));
  });

  it("checks the workspace, without what .gitignore, the settings and tokenwise.json leave out", async () => {
    const { workbench } = suite;
    await workbench.command(checkWorkspace);
    const tree = await until("the tree of findings", async () => {
      const rows = await workbench.page
        .locator(".pane-body .customview-tree .monaco-list-row")
        .allInnerTexts();
      return rows.length > 10 ? rows.join("\n") : undefined;
    });
    assert.match(
      tree,
      /cross-token-statistic\s*7[^]*handWritten\.py[^]*line 3[^]*cell 1, line 3[^]*norm-over-tokens\s*1/,
    );
    await workbench.command("Problems: Focus on Problems View");
    await problems(workbench, 8);
    const files = await workbench.page
      .locator(".markers-panel .monaco-list-row .resource-label-container")
      .allInnerTexts();
    const named = files.join(" ");
    for (const name of [
      "configured.py",
      "handWritten.py",
      "inNotebook.ipynb",
      "overTokens.js",
      "overTokens.ts",
    ]) {
      assert.ok(named.includes(name), `${name} in ${named}`);
    }
    assert.ok(!named.includes("clean.py"));
  });
});

describe("the Python cell of the sample notebook", () => {
  const suite = inWorkbench({ files: ["media/notebooks", "test/workbench/fixtures/plain.py"], height: 1000 });

  it("is flagged when the notebook is opened, in the words that stand below it", async () => {
    const { workbench } = suite;
    await workbench.openNotebook("layernorm.ipynb");
    await workbench.command("Problems: Focus on Problems View");
    const rows = await problems(workbench, 4); // two of the Python cell, two of the norm that section 6 gets wrong on purpose
    for (const message of quotedMessages())
      assert.ok(
        rows.some((row) => row.includes(message)),
        message,
      );
    assert.equal(await workbench.isDirty(), false);
  });
});

/** The rows of problems in the panel, once there are as many as expected. The check itself opens the panel. */
async function problems(workbench: Workbench, count: number): Promise<string[]> {
  const rows = workbench.page.locator(".markers-panel .monaco-list-row:has(.marker-icon)");
  return until(`${count} problems`, async () =>
    (await rows.count()) === count ? rows.allInnerTexts() : undefined,
  );
}

/** The blockquote below the Python cell. */
function quotedMessages(): string[] {
  const { cells } = JSON.parse(readFileSync(join(root, "media", "notebooks", "layernorm.ipynb"), "utf8")) as {
    cells: { id: string; source: string[] }[];
  };
  const lines = cells.find(({ id }) => id === "python-message")!.source;
  const quoted = lines.filter((line) => /^> \S/.test(line)).map((line) => line.slice(2).trim());
  assert.equal(quoted.length, 2);
  return quoted;
}
