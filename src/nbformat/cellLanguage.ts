import { isJsonObject, type Cell, type Json, type Notebook } from "./notebook.ts";

/**
 * The language id of a code cell in lower case: `metadata.vscode.languageId` of the cell, else the notebook's
 * `language_info.name`, else its `kernelspec.language`, else "python".
 */
export function cellLanguage(notebook: Pick<Notebook, "metadata">, cell: Cell): string {
  const name =
    text(cell.metadata["vscode"], "languageId") ??
    text(notebook.metadata["language_info"], "name") ??
    text(notebook.metadata["kernelspec"], "language") ??
    "python";
  return name.toLowerCase();
}

/** Whether the kernel runs cells of this language. */
export function isRunnable(language: string): boolean {
  return language === "typescript" || language === "javascript";
}

function text(holder: Json | undefined, key: string): string | undefined {
  if (!isJsonObject(holder)) return undefined;
  const value = holder[key];
  return typeof value === "string" && value !== "" ? value : undefined;
}
