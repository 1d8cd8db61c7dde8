import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import { picture, until } from "../harness/pictures.ts";
import { inWorkbench } from "../harness/suite.ts";
import type { Workbench } from "../harness/workbench.ts";

const head = "def normalise(x):\n    B, T, C = x.shape\n";
const wrong = "    x = x - x.mean(1, keepdim=True)";
const editing = {
  "editor.autoClosingBrackets": "never",
  "editor.quickSuggestions": { other: "off" },
  "editor.suggestOnTriggerCharacters": false,
  "editor.autoIndent": "none",
  "editor.stickyScroll.enabled": false,
};

describe("the check of an open file", () => {
  const suite = inWorkbench({
    oneWindow: true,
    height: 1000,
    settings: editing,
    contents: {
      "typed.py": head,
      "repaired.py": `${head}${wrong}\n    return x\n`,
      "silenced.py": `${head}${wrong}\n    return x\n`,
      "lost.py": `${head}    return x - x.mean(-1)\n`,
      "configured.py": `def normalise(x):\n    B, residues, C = x.shape\n${wrong}\n    return x\n`,
      "saved.py": head,
      "helpers.py": "def centre(x, axis):\n    return x - x.mean(axis, keepdim=True)\n",
      "importing.py": `from helpers import centre\n\n${head}    return centre(x, 1)\n`,
    },
  });

  it("finds as you type, and counts in the status bar", async () => {
    const { workbench } = suite;
    await open(workbench, "typed.py");
    await status(workbench, "Norms").waitFor();
    await workbench.page.keyboard.press("Control+End");
    await workbench.page.keyboard.type(wrong);
    await warning(workbench).waitFor();
    await status(workbench, "Norms: 1").waitFor();
    await workbench.command("File: Revert File");
    await warning(workbench).waitFor({ state: "detached" });
  });

  it("shows the rule's page on hover", async () => {
    const { workbench } = suite;
    await open(workbench, "repaired.py");
    await warning(workbench).waitFor();
    await toProblem(workbench);
    await workbench.command("Show or Focus Hover");
    const hover = workbench.page.locator(".monaco-hover:visible", { hasText: "Why it matters" });
    await hover.waitFor();
    const text = await hover.innerText();
    assert.match(text, /mean over axis 1 pools the T tokens of x/);
    assert.match(text, /Why it matters[^]*every token is normalised alone[^]*When not to/);
    assert.doesNotMatch(text, /expect:/);
    await workbench.page.keyboard.press("Escape");
  });

  it("repairs after a preview, and not before", async () => {
    const { workbench } = suite;
    await quickFix(workbench, "over the channels: 1 to -1");
    const edit = workbench.page.locator(".monaco-list-row", { hasText: "x = x - x.mean(1-1, keepdim=True)" });
    await edit.waitFor();
    assert.equal(await lineWith(workbench, "mean(1,").count(), 1);
    await edit.getByRole("checkbox").click();
    await edit.getByRole("checkbox", { checked: true }).waitFor();
    await workbench.page.getByRole("button", { name: "Apply" }).click();
    await lineWith(workbench, "mean(-1,").waitFor();
    await warning(workbench).waitFor({ state: "detached" });
  });

  it("silences a line with the reason that is typed", async () => {
    const { workbench } = suite;
    await open(workbench, "silenced.py");
    await warning(workbench).waitFor();
    await quickFix(workbench, "Silence cross-token-statistic here");
    await lineWith(workbench, "ignore-next-line[cross-token-statistic]").waitFor();
    await workbench.page.keyboard.type("whole utterances");
    await lineWith(workbench, "] whole utterances").waitFor();
    await warning(workbench).waitFor({ state: "detached" });
  });

  it("adds a keepdim by Auto Fix", async () => {
    const { workbench } = suite;
    await open(workbench, "lost.py");
    await warning(workbench).waitFor();
    await toProblem(workbench);
    await workbench.command("Auto Fix...");
    await lineWith(workbench, "mean(-1, keepdim=True)").waitFor();
  });

  it("looks into the files that are imported from", async () => {
    const { workbench } = suite;
    await open(workbench, "importing.py");
    await warning(workbench).waitFor();
  });

  it("follows a tokenwise.json: names of token axes, levels, and what is wrong with it", async () => {
    const { workbench, server } = suite;
    const configure = (text: string): void => writeFileSync(join(server.folder, "tokenwise.json"), text);
    await open(workbench, "configured.py");
    await status(workbench, "Norms").waitFor();
    assert.equal(await warning(workbench).count(), 0);
    configure('{ "tokenAxisNames": ["residues"] }');
    await warning(workbench).waitFor();
    configure('{ "tokenAxisNames": ["residues"], "rules": { "cross-token-statistic": "off" } }');
    await warning(workbench).waitFor({ state: "detached" });
    configure('{ "rule": {} }');
    await workbench.command("Problems: Focus on Problems View");
    await workbench.page.locator(".markers-panel", { hasText: 'unknown key "rule"' }).waitFor();
    configure("{}");
  });

  it("waits for a save, or for the command, where the setting says so", async () => {
    const { workbench, server } = suite;
    mkdirSync(join(server.folder, ".vscode"));
    const run = (value: string): void =>
      writeFileSync(join(server.folder, ".vscode", "settings.json"), `{ "tokenwise.lint.run": "${value}" }`);
    run("onSave");
    await open(workbench, "saved.py");
    await tooltip(workbench, "Checked when it is saved");
    await workbench.page.waitForTimeout(1000);
    await workbench.page.keyboard.press("Control+End");
    await workbench.page.keyboard.type(`${wrong}\n`);
    await workbench.page.waitForTimeout(1000);
    assert.equal(await warning(workbench).count(), 0);
    await workbench.save();
    await warning(workbench).waitFor();
    run("onCommand");
    await tooltip(workbench, "Checked on command only");
    await workbench.page.keyboard.type(wrong);
    await workbench.save();
    await workbench.page.waitForTimeout(1000);
    assert.equal(await warning(workbench).count(), 1);
    await workbench.command("Tokenwise: Check for Cross-Token Normalization");
    await until("two warnings", async () => ((await warning(workbench).count()) === 2 ? true : undefined));
  });
});

describe("Measure token influence", () => {
  const suite = inWorkbench({
    height: 2400,
    files: ["test/workbench/fixtures/plain.py"],
    contents: {
      "influence.ipynb": [
        'import { Tensor } from "tokenwise";\nfunction centre(x: Tensor) {\n  const [B, N, C] = x.shape;\n  return x.sub(x.mean(1, { keepdims: true }));\n}',
      ],
    },
  });

  it("stands in the cell with the other fixes; it puts a cell below that draws who reads whom", async () => {
    const { workbench } = suite;
    await workbench.openNotebook("influence.ipynb");
    const measure = workbench.cell(0).getByText("Measure token influence of centre");
    await measure.waitFor();
    await workbench.cell(0).getByText("x.mean(1").click();
    const fixes = workbench.page.locator(".action-widget .monaco-list-row");
    // While TypeScript's own service starts, the menu may come without ours or not at all.
    await until("the fixes of the cell", async () => {
      await workbench.page.keyboard.press("Control+.");
      const ours = fixes.filter({ hasText: "Measure token influence of centre" });
      return ours.waitFor({ timeout: 4000 }).then(
        () => true,
        () => undefined,
      );
    });
    await fixes.filter({ hasText: "1 to -1 (preview)" }).click();
    await workbench.page.locator(".monaco-list-row", { hasText: "return x.sub(x.mean(1-1" }).waitFor();
    await workbench.page.getByRole("button", { name: "Discard" }).click();
    await measure.click();
    await workbench.cell(1).getByText("tokenInfluence(centre,").waitFor();
    await workbench.runAll();
    await picture(workbench.outputs(), "leak shown: token").waitFor();
  });
});

async function open(workbench: Workbench, name: string): Promise<void> {
  await workbench.openFile(name);
  await workbench.page.locator(`.tab.active[aria-label^="${name}"]`).waitFor();
  await lineWith(workbench, "def normalise").click();
}

const warning = (workbench: Workbench): Locator =>
  workbench.page.locator(".editor-instance:visible .squiggly-warning");

const lineWith = (workbench: Workbench, text: string): Locator =>
  workbench.page.locator(".editor-instance:visible .view-line", { hasText: text });

const status = (workbench: Workbench, text: string): Locator =>
  workbench.page.locator(".statusbar-item", { hasText: new RegExp(`${text}$`) });

async function tooltip(workbench: Workbench, text: string): Promise<void> {
  await workbench.page.locator(`.statusbar-item [aria-label*="${text}"]`).waitFor();
}

/** Puts the cursor into the statistic of line 3. */
async function toProblem(workbench: Workbench): Promise<void> {
  await workbench.page.keyboard.press("Control+g");
  await workbench.page.locator(".quick-input-widget input.input").fill(":3:20");
  await workbench.page.keyboard.press("Enter");
  await workbench.page.locator(".statusbar-item", { hasText: "Ln 3, Col 20" }).waitFor();
}

async function quickFix(workbench: Workbench, title: string): Promise<void> {
  await toProblem(workbench);
  await workbench.page.keyboard.press("Control+.");
  await workbench.page.locator(".action-widget .monaco-list-row", { hasText: title }).click();
}
