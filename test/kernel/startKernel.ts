import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { KernelProcess, type KernelOptions } from "../../src/host/kernelProcess.ts";
import type { CellOutput, CellResult } from "../../src/protocol/messages.ts";

export const kernelPath = resolve(import.meta.dirname, "../../dist/kernel.cjs");

/** What running one cell gave. */
export interface Ran extends CellResult {
  outputs: CellOutput[];
  stdout: string;
  stderr: string;
  /** The text/plain of the last expression's value. */
  shown: string | undefined;
  error: Extract<CellOutput, { type: "error" }> | undefined;
}

/** A kernel for tests: cells are given as text and numbered in order. */
export class TestKernel {
  readonly process: KernelProcess;
  readonly folder: string;
  private cells = 0;

  constructor(options: Partial<KernelOptions> = {}) {
    if (!existsSync(kernelPath)) throw new Error("dist/kernel.cjs is missing: run npm run build first.");
    this.folder = options.cwd ?? mkdtempSync(join(tmpdir(), "tokenwise-kernel-"));
    const notebookPath = join(this.folder, "test.ipynb");
    const execPath = process.env["TOKENWISE_TEST_NODE"] ?? process.execPath;
    this.process = KernelProcess.start({ kernelPath, execPath, cwd: this.folder, notebookPath, ...options });
  }

  async run(code: string, { language = "typescript", id = "" } = {}): Promise<Ran> {
    const number = ++this.cells;
    const outputs: CellOutput[] = [];
    const cell = { id: id || `cell-${number}`, number, code, language };
    const result = await this.process.execute(cell, (output) => {
      if (output.type !== "preview") outputs.push(output);
    });
    return summary(result, outputs);
  }

  /** The last expression's text; fails with the cell's error. */
  async value(code: string, options = {}): Promise<string | undefined> {
    const ran = await this.run(code, options);
    if (ran.status !== "ok") throw new Error(ran.error?.stack ?? ran.reason ?? ran.status);
    return ran.shown;
  }

  async dispose(): Promise<void> {
    await this.process.dispose();
  }
}

function summary(result: CellResult, outputs: CellOutput[]): Ran {
  const text = (name: string) =>
    outputs.map((output) => (output.type === "stream" && output.name === name ? output.text : "")).join("");
  const shown = outputs.findLast((output) => output.type === "result");
  return {
    ...result,
    // Later outputs are added to the same list.
    outputs,
    stdout: text("stdout"),
    stderr: text("stderr"),
    shown: shown?.data["text/plain"] as string | undefined,
    error: outputs.find((output) => output.type === "error"),
  };
}
