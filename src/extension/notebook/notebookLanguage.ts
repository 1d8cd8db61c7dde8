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

/** Which of our kernels a notebook gets by itself: JavaScript's for those of tslab's JavaScript kernel. */
export function ownLanguage(notebook: vscode.NotebookDocument): "typescript" | "javascript" | undefined {
  if (textOf(ipynbMetadata(notebook)["kernelspec"], "name") === "jslab") return "javascript";
  return isTypeScriptNotebook(notebook) ? "typescript" : undefined;
}

/**
 * Whether a notebook is ours to claim: its metadata says TypeScript, or says nothing and a cell is TypeScript. A
 * notebook of another language never is, even where one of its cells is TypeScript.
 */
export function isTypeScriptNotebook(notebook: vscode.NotebookDocument): boolean {
  const declared = declaredLanguage(notebook);
  const languages = notebook.getCells().map((cell) => cell.document.languageId);
  const hasTypeScript = languages.includes("typescript");
  if (declared === undefined) return hasTypeScript;
  if (isDefault(notebook)) return hasTypeScript && !languages.includes("python");
  return declared === "typescript";
}

/** VS Code takes a file that names no language for one of Python, and puts just that into its metadata. */
function isDefault(notebook: vscode.NotebookDocument): boolean {
  const { kernelspec, language_info: info } = ipynbMetadata(notebook);
  return kernelspec === undefined && JSON.stringify(info) === '{"name":"python"}';
}

function textOf(holder: unknown, key: string): string | undefined {
  const value = isRecord(holder) ? holder[key] : undefined;
  return typeof value === "string" && value !== "" ? value.toLowerCase() : undefined;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
