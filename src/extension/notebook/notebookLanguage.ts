import type * as vscode from "vscode";

/** Metadata of the .ipynb file itself, as VS Code's serializer hands it on (older ones under `custom`). */
export function ipynbMetadata(notebook: {
  readonly metadata: Record<string, unknown>;
}): Record<string, unknown> {
  const holder = isRecord(notebook.metadata["custom"]) ? notebook.metadata["custom"] : notebook.metadata;
  return isRecord(holder["metadata"]) ? holder["metadata"] : {};
}

/** The language that a notebook's metadata names, in lower case; undefined where it names none. */
export function declaredLanguage(notebook: {
  readonly metadata: Record<string, unknown>;
}): string | undefined {
  const metadata = ipynbMetadata(notebook);
  return textOf(metadata["language_info"], "name") ?? textOf(metadata["kernelspec"], "language");
}

/**
 * Whether a notebook is ours to claim: its metadata says TypeScript, or says nothing and a cell is TypeScript. A
 * notebook of another language never is, even where one of its cells is TypeScript.
 */
export function isTypeScriptNotebook(notebook: vscode.NotebookDocument): boolean {
  const declared = declaredLanguage(notebook);
  if (declared !== undefined) return declared === "typescript";
  return notebook.getCells().some((cell) => cell.document.languageId === "typescript");
}

function textOf(holder: unknown, key: string): string | undefined {
  const value = isRecord(holder) ? holder[key] : undefined;
  return typeof value === "string" && value !== "" ? value.toLowerCase() : undefined;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
