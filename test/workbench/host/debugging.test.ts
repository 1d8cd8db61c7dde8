import assert from "node:assert/strict";
import * as vscode from "vscode";
import { closeAll, openCells, runCell, stdout, stop, textOf, until } from "./notebooks.ts";

const code = `function mean(values: number[]): number {
  const total: number = values.reduce((a, b) => a + b, 0);
  return total / values.length;
}
const answer = mean([1, 2, 6]);
console.log("mean", answer);`;

/** Decorators and namespaces are TypeScript's own compiler's, which moves lines. */
const rewritten = `function loud(method: Function, _context: unknown) {
  return method;
}
namespace Constants {
  export const three = 3;
}
class Counter {
  @loud
  count(): number {
    const result = Constants.three;
    return result;
  }
}
const counted = new Counter().count();
console.log(counted);`;

/** Opens a notebook of one TypeScript cell that has no file yet. */
async function openUntitled(text: string): Promise<vscode.NotebookDocument> {
  const { Code } = vscode.NotebookCellKind;
  const data = new vscode.NotebookData([new vscode.NotebookCellData(Code, text, "typescript")]);
  data.metadata = { metadata: { kernelspec: { name: "tokenwise", language: "typescript" } } };
  const notebook = await vscode.workspace.openNotebookDocument("jupyter-notebook", data);
  await vscode.window.showNotebookDocument(notebook);
  return notebook;
}

interface Frame {
  readonly id: number;
  readonly line: number;
  readonly source?: { readonly path?: string };
}

describe("debugging a cell", () => {
  let stops: { session: vscode.DebugSession; threadId: number }[];
  let tracking: vscode.Disposable;
  const going = new Set<string>();

  before(() => {
    vscode.debug.onDidStartDebugSession(({ id }) => going.add(id));
    vscode.debug.onDidTerminateDebugSession(({ id }) => going.delete(id));
    tracking = vscode.debug.registerDebugAdapterTrackerFactory("pwa-node", {
      createDebugAdapterTracker: (session) => ({
        onDidSendMessage: ({ event, body }: { event?: string; body?: { threadId: number } }) => {
          if (event === "stopped") stops.push({ session, threadId: body!.threadId });
        },
      }),
    });
  });
  after(() => tracking.dispose());

  beforeEach(() => (stops = []));
  afterEach(async () => {
    vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
    await closeAll();
  });

  function breakAt(cell: vscode.NotebookCell, line: number): void {
    const place = new vscode.Location(cell.document.uri, new vscode.Position(line - 1, 0));
    vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(place)]);
  }

  /** Debugs a cell until it stops. */
  async function debug(cell: vscode.NotebookCell): Promise<{ end: Promise<unknown> }> {
    const before = stops.length;
    const end = Promise.resolve(vscode.commands.executeCommand("tokenwise.debugCell", cell));
    await until("the breakpoint", () => stops.length > before);
    return { end };
  }

  async function topFrame(): Promise<Frame> {
    const { session, threadId } = stops.at(-1)!;
    const { stackFrames } = (await session.customRequest("stackTrace", { threadId })) as {
      stackFrames: Frame[];
    };
    return stackFrames[0]!;
  }

  /** Where it has stopped. */
  async function assertAt(cell: vscode.NotebookCell, line: number): Promise<void> {
    const { source, line: found } = await topFrame();
    assert.equal(vscode.Uri.parse(source?.path ?? "").toString(), cell.document.uri.toString());
    assert.equal(found, line);
  }

  async function resume(): Promise<void> {
    const { session, threadId } = stops.at(-1)!;
    await session.customRequest("continue", { threadId });
  }

  async function step(how: "next" | "stepIn"): Promise<void> {
    const { session, threadId } = stops.at(-1)!;
    const before = stops.length;
    await session.customRequest(how, { threadId });
    await until("the step", () => stops.length > before);
  }

  it("stops at a breakpoint of the cell, shows its variables, steps, and goes on to the end", async () => {
    const notebook = await openCells(code);
    const cell = notebook.cellAt(0);
    breakAt(cell, 2);
    const { end } = await debug(cell);
    await assertAt(cell, 2);
    const evaluate = { expression: "values.length", frameId: (await topFrame()).id, context: "watch" };
    const { result } = (await stops[0]!.session.customRequest("evaluate", evaluate)) as { result: string };
    assert.equal(result, "3");
    await step("next");
    await assertAt(cell, 3);
    await resume();
    await end;
    assert.equal(textOf(cell, stdout), "mean 3\n");
    await until("the debugger's end", () => going.size === 0);
  });

  it("keeps variables, and leaves no port open", async () => {
    const notebook = await openCells(
      code,
      `import inspector from "node:inspector"; [answer, inspector.url()];`,
    );
    breakAt(notebook.cellAt(0), 5);
    const { end } = await debug(notebook.cellAt(0));
    await resume();
    await end;
    await runCell(notebook, 1);
    assert.match(textOf(notebook.cellAt(1), "text/plain"), /3, undefined/);
  });

  it("stops in functions of cells that have run before, with a debugger or without, and steps into them", async () => {
    const notebook = await openCells(
      "type Value = number;\nfunction half(value: Value): number {\n  return value / 2;\n}",
      "const quarter = (value: number): number => {\n  const first = half(value);\n  return half(first);\n};",
      "const three = quarter(12);\nconsole.log(three);",
    );
    const [half, quarter, call] = notebook.getCells() as [
      vscode.NotebookCell,
      vscode.NotebookCell,
      vscode.NotebookCell,
    ];
    await runCell(notebook, 0);
    await vscode.commands.executeCommand("tokenwise.debugCell", quarter);
    breakAt(quarter, 3);
    const { end } = await debug(call);
    await assertAt(quarter, 3);
    await step("stepIn");
    await assertAt(half, 3);
    await resume();
    await end;
    assert.equal(textOf(call, stdout), "3\n");
  });

  it("knows the lines of cells that were rewritten, and steps from each statement to the next", async () => {
    const notebook = await openCells(rewritten);
    const cell = notebook.cellAt(0);
    breakAt(cell, 10);
    breakAt(cell, 14);
    const { end } = await debug(cell);
    await assertAt(cell, 14);
    await resume();
    await until("the method", () => stops.length === 2);
    await assertAt(cell, 10);
    for (const line of [11, 15]) {
      await step("next");
      await assertAt(cell, line);
    }
    const { session, threadId } = stops.at(-1)!;
    await session.customRequest("next", { threadId });
    await end;
    assert.equal(textOf(cell, stdout), "3\n");
  });

  it("works in a notebook that was never saved, and saves nothing", async () => {
    const notebook = await openUntitled("let rounds = 0;\nrounds++;\nconsole.log(rounds);");
    const cell = notebook.cellAt(0);
    breakAt(cell, 3);
    const { end } = await debug(cell);
    await assertAt(cell, 3);
    await resume();
    await end;
    assert.equal(textOf(cell, stdout), "1\n");
    assert.ok(notebook.isUntitled && !notebook.isClosed);
  });

  it("is ended by Stop at a breakpoint, where it stands", async () => {
    const notebook = await openCells(
      `let state = "before";\nstate = "stopped";\nstate = "ran on";`,
      "state;",
    );
    breakAt(notebook.cellAt(0), 3);
    const { end } = await debug(notebook.cellAt(0));
    await stop(notebook);
    await end;
    assert.equal(notebook.cellAt(0).executionSummary?.success, false);
    await runCell(notebook, 1);
    assert.match(textOf(notebook.cellAt(1), "text/plain"), /'stopped'/);
  });
});
