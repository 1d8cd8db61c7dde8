import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import { until } from "../harness/pictures.ts";
import { inWorkbench } from "../harness/suite.ts";

const orphan = `import { spawn } from "node:child_process";
const child = spawn("sleep", ["600"]);
console.log("host", process.ppid, "kernel", process.pid, "child", child.pid);
await new Promise((r) => setTimeout(r, 100));
for (;;) {}`;
// Waits for somebody who writes.
const native = `import { execSync } from "node:child_process";\nexecSync("mkfifo empty");\nrequire("node:fs").openSync("empty");`;

describe("a notebook's kernel", () => {
  const suite = inWorkbench({
    files: ["test/workbench/fixtures/plain.py"],
    contents: {
      "orphan.ipynb": [orphan],
      "life.ipynb": [`const kept = 41;\nconsole.log("pid", process.pid);`, `kept + 1;`],
      "native.ipynb": [`const gone = 1;`, native, `typeof gone;`],
      "dying.ipynb": [`console.log("before");`, `process.exit(7);`],
      "debugged.ipynb": [
        `const half = (n: number): number => n / 2;\nconst three = half(6);\nconsole.log(three);`,
      ],
      "asking.ipynb": [
        `const who = await input("Your name?");\nconsole.log("Hello " + who);`,
        `await Promise.all([input("First?"), input("Second?")]);`,
        `setTimeout(() => process.exit(3), 1000);\nawait input("Last words?");`,
      ],
    },
    oneWindow: true,
    height: 1200,
  });
  const state = (text: string): Locator =>
    suite.workbench.page.locator(".statusbar-item", { hasText: `Tokenwise: ${text}` });
  const shown = (text: string): Promise<void> => suite.workbench.outputs().getByText(text).first().waitFor();

  // A notebook that is opened while it is being closed is closed.
  afterEach(async () => {
    await suite.workbench.command("View: Revert and Close Editor");
    await suite.workbench.page.locator(".notebookOverlay:visible").first().waitFor({ state: "hidden" });
  });

  async function open(name: string): Promise<void> {
    await suite.workbench.openNotebook(name);
    await suite.workbench.kernelLabel().filter({ hasText: "Tokenwise (TypeScript)" }).waitFor();
  }

  // Some last for a tenth of a second only.
  const recordStates = (): Promise<unknown> =>
    suite.workbench.page.evaluate(`{
      const seen = (globalThis.kernelStates = []);
      const look = () => {
        const items = [...document.querySelectorAll(".statusbar-item")].map((item) => item.textContent);
        const [state] = items.flatMap((text) => /Tokenwise: (.+)/.exec(text)?.[1].trim() ?? []);
        if (state !== undefined && state !== seen.at(-1)) seen.push(state);
      };
      globalThis.stateRecorder?.disconnect();
      globalThis.stateRecorder = new MutationObserver(look);
      globalThis.stateRecorder.observe(document.body, { subtree: true, childList: true, characterData: true });
    }`);
  const states = (): Promise<string[]> => suite.workbench.page.evaluate("kernelStates");

  it("shows that it starts and when it waits, is restarted from the toolbar, and runs all cells anew where that is asked", async () => {
    const { workbench } = suite;
    await open("life.ipynb");
    await recordStates();
    await workbench.runAll();
    await shown("42");
    await state("idle").waitFor();
    const all = await states();
    assert.deepEqual([all[0], all.at(-1)], ["starting", "idle"]);
    const before = await workbench
      .outputs()
      .getByText(/^pid \d+/)
      .innerText();
    await recordStates();
    await workbench.toolbarButton("Restart").click();
    await until("a new kernel", async () => {
      const [before, last] = (await states()).slice(-2);
      return (before === "starting" && last === "idle") || undefined;
    });
    await workbench.runCell(1);
    await shown("kept is not defined");
    await workbench.toolbarButton("Restart and Run All").click();
    await shown("42");
    assert.notEqual(
      await workbench
        .outputs()
        .getByText(/^pid \d+/)
        .innerText(),
      before,
    );
    assert.match(await workbench.cell(1).locator(".execution-count-label").innerText(), /\[2\]/);
  });

  it("shows that it works, and is restarted by a second Stop, which says so", async () => {
    const { workbench } = suite;
    await open("native.ipynb");
    await workbench.runCell(0);
    await workbench.startCell(1);
    await state("busy").waitFor();
    await workbench.page.waitForTimeout(500);
    await workbench.command("Notebook: Stop Execution");
    await workbench.page.waitForTimeout(500);
    await workbench.command("Notebook: Stop Execution");
    await shown("Kernel ended: The cell did not stop");
    await workbench.notification(
      "The cell did not stop, so its kernel was restarted: all variables are gone.",
    );
    await state("idle").waitFor();
    await workbench.runCell(2);
    await shown("undefined");
  });

  it("shows that it is dead, tells why, keeps the outputs and offers a restart", async () => {
    const { workbench } = suite;
    await open("dying.ipynb");
    await workbench.runAll();
    await state("dead").waitFor();
    await shown("before");
    await shown("Kernel died");
    const offer = await workbench.notification(
      "The kernel of dying.ipynb died. The cell ended the kernel with process.exit(7).",
    );
    await offer.getByRole("button", { name: "Restart Kernel" }).click();
    await state("idle").waitFor();
    await shown("before");
  });

  it("asks for input in VS Code's own input box, which goes when the cell is stopped", async () => {
    const { workbench } = suite;
    await open("asking.ipynb");
    await workbench.startCell(0);
    const box = workbench.page.locator(".quick-input-widget", { hasText: "Your name?" });
    await box.locator("input.input").fill("Ada");
    await workbench.page.keyboard.press("Enter");
    await shown("Hello Ada");
    await workbench.startCell(0);
    await box.waitFor();
    await workbench.cell(0).locator(".codicon-notebook-stop, .codicon-primitive-square").first().click();
    await box.waitFor({ state: "hidden" });
    await shown("Interrupted");
  });

  it("asks one question after the other, and nothing more once its kernel has died", async () => {
    const { workbench } = suite;
    await open("asking.ipynb");
    const box = workbench.page.locator(".quick-input-widget:visible");
    await workbench.startCell(1);
    for (const [question, answer] of Object.entries({ "First?": "one", "Second?": "two" })) {
      await box.filter({ hasText: question }).locator("input.input").fill(answer);
      await workbench.page.keyboard.press("Enter");
    }
    await shown("[ 'one', 'two' ]");
    await workbench.startCell(2);
    await box.filter({ hasText: "Last words?" }).waitFor();
    await shown("Kernel died");
    await box.waitFor({ state: "hidden" });
  });

  it("is debugged from a cell's menu: a breakpoint in the margin, the stopped line, the variables, and on", async () => {
    const { workbench } = suite;
    const { page } = workbench;
    await open("debugged.ipynb");
    await workbench.cell(0).locator(".view-line", { hasText: "const three" }).click();
    await workbench.command("Debug: Toggle Breakpoint");
    await workbench
      .cell(0)
      .locator(".codicon-debug-breakpoint, .codicon-debug-breakpoint-unverified")
      .waitFor();
    await workbench.cell(0).hover();
    await workbench
      .cell(0)
      .locator(
        ".run-button-container .codicon-notebook-execute + *, .run-button-container .dropdown-action-container",
      )
      .last()
      .click();
    await workbench.choose("Debug Cell");
    await workbench.cell(0).locator(".debug-top-stack-frame-line").waitFor();
    await workbench.command("Debug: Continue");
    await shown("3");
    await page.locator(".debug-toolbar").waitFor({ state: "hidden" });
    await workbench.command("View: Show Explorer");
  });

  it("stays when an unsaved notebook from File > New is saved", async () => {
    const { workbench, server } = suite;
    await workbench.command("Create: New File...");
    const row = workbench.page.locator(".quick-input-list .monaco-list-row", {
      hasText: "Tokenwise Notebook (TypeScript)",
    });
    await row.click();
    await workbench.page.locator(".tab.active", { hasText: "Untitled" }).waitFor();
    await workbench.kernelLabel().filter({ hasText: "Tokenwise (TypeScript)" }).waitFor();
    await workbench.cell(0).getByText("TypeScript", { exact: true }).waitFor();
    await workbench.cell(0).locator(".view-lines").click();
    await workbench.page.keyboard.type("const saved = 12345;");
    await workbench.runCell(0);
    await workbench.page.keyboard.press("Control+s");
    // VS Code's own dialog, which proposes a name.
    const dialog = workbench.page.locator(".quick-input-widget");
    const field = dialog.locator("input.input");
    const proposed = join(server.folder, "Untitled-1.ipynb");
    await until("the proposed name", async () => (await field.inputValue()) === proposed || undefined);
    const path = join(server.folder, "named.ipynb");
    await field.fill(path);
    await dialog.getByRole("button", { name: "OK" }).click();
    await workbench.page.locator(".tab.active", { hasText: "named.ipynb" }).waitFor();
    await state("idle").waitFor();
    await until("the file", () => Promise.resolve(existsSync(path) || undefined));
    await workbench.cell(0).locator(".view-lines").click();
    await workbench.page.keyboard.press("Control+a");
    await workbench.page.keyboard.type("saved + 1;");
    await workbench.runCell(0);
    await shown("12346");
    const saved = JSON.parse(readFileSync(path, "utf8")) as Saved;
    assert.deepEqual([saved.nbformat, saved.nbformat_minor], [4, 5]);
    assert.equal(saved.metadata.language_info.name, "typescript");
    assert.match(saved.cells[0]!.id, /^[\w-]{1,64}$/);
  });

  it("ends with VS Code's host, with what its cells have started, also while a cell loops", async () => {
    const { workbench } = suite;
    await open("orphan.ipynb");
    await workbench.startCell(0);
    const line = workbench.outputs().getByText(/^host \d+/);
    const [host, kernel, child] = (await line.innerText()).match(/\d+/g)!.map(Number);
    assert.ok([host, kernel, child].every((pid) => isAlive(pid!)));
    process.kill(host!, "SIGKILL");
    await until("both have ended", () =>
      Promise.resolve(isAlive(kernel!) || isAlive(child!) ? undefined : true),
    );
  });
});

interface Saved {
  readonly nbformat: number;
  readonly nbformat_minor: number;
  readonly metadata: { readonly language_info: { readonly name: string } };
  readonly cells: { readonly id: string }[];
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
