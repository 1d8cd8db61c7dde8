import * as vscode from "vscode";
import { streamItem } from "./outputItems.ts";

type Kind = "stdout" | "stderr" | "preview";

let made = 0;

/** An output whose text grows or is replaced, for as long as the user leaves it there. */
export class GrowingOutput {
  kind: Kind;
  readonly output: vscode.NotebookCellOutput;
  /** VS Code shows other objects for the outputs that were written: this one is known by its number. */
  readonly #number = ++made;
  #wasShown = false;

  constructor(kind: Kind, text: string) {
    this.kind = kind;
    const stream = kind === "stderr" ? "stderr" : "stdout";
    const metadata = { outputType: "stream", growing: this.#number };
    this.output = new vscode.NotebookCellOutput([streamItem(stream, text)], metadata);
  }

  /** Whether the user has cleared it. What was just written is no part of the cell yet: it has to be shown first. */
  isCleared(shown: readonly vscode.NotebookCellOutput[]): boolean {
    const isShown = shown.some(({ metadata }) => metadata?.["growing"] === this.#number);
    this.#wasShown ||= isShown;
    return this.#wasShown && !isShown;
  }
}
