import assert from "node:assert/strict";
import * as vscode from "vscode";
import { closeAll, openCells, runCell, stdout, stop, textOf, until } from "./notebooks.ts";

const code = `function mean(values: number[]): number {
  const total: number = values.reduce((a, b) => a + b, 0);
  return total / values.length;
}
const answer = mean([1, 2, 6]);
console.log("mean", answer);`;

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

  /** Sets a breakpoint in a cell's line (from 0) and debugs the first cell until it stops there. */
  async function debugTo(
    notebook: vscode.NotebookDocument,
    line: number,
  ): Promise<{ end: Promise<unknown> }> {
    const place = new vscode.Location(notebook.cellAt(0).document.uri, new vscode.Position(line, 0));
    vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(place)]);
    const end = Promise.resolve(vscode.commands.executeCommand("tokenwise.debugCell", notebook.cellAt(0)));
    await until("the breakpoint", () => stops.length > 0);
    return { end };
  }

  async function topFrame(): Promise<Frame> {
    const { session, threadId } = stops.at(-1)!;
    const { stackFrames } = (await session.customRequest("stackTrace", { threadId })) as {
      stackFrames: Frame[];
    };
    return stackFrames[0]!;
  }

  async function resume(how: "continue" | "next"): Promise<void> {
    const { session, threadId } = stops.at(-1)!;
    await session.customRequest(how, { threadId });
  }

  it("stops at a breakpoint of the cell, shows its variables, steps, and goes on to the end", async () => {
    const notebook = await openCells(code);
    const cell = notebook.cellAt(0);
    const { end } = await debugTo(notebook, 1);
    const frame = await topFrame();
    assert.equal(vscode.Uri.parse(frame.source?.path ?? "").toString(), cell.document.uri.toString());
    assert.equal(frame.line, 2);
    const evaluate = { expression: "values.length", frameId: frame.id, context: "watch" };
    const { result } = (await stops[0]!.session.customRequest("evaluate", evaluate)) as { result: string };
    assert.equal(result, "3");
    await resume("next");
    await until("the step", () => stops.length > 1);
    assert.equal((await topFrame()).line, 3);
    await resume("continue");
    await end;
    assert.equal(textOf(cell, stdout), "mean 3\n");
    await until("the debugger's end", () => going.size === 0);
  });

  it("keeps variables, and leaves no port open", async () => {
    const notebook = await openCells(
      code,
      `import inspector from "node:inspector"; [answer, inspector.url()];`,
    );
    const { end } = await debugTo(notebook, 4);
    await resume("continue");
    await end;
    await runCell(notebook, 1);
    assert.match(textOf(notebook.cellAt(1), "text/plain"), /3, undefined/);
  });

  it("is ended by Stop, also at a breakpoint", async () => {
    const notebook = await openCells(`let rounds = 0;\nfor (;;) {\n  rounds++;\n}`, "rounds > 0;");
    const { end } = await debugTo(notebook, 2);
    vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
    await stop(notebook);
    await end;
    await runCell(notebook, 1);
    assert.match(textOf(notebook.cellAt(1), "text/plain"), /true/);
  });
});
