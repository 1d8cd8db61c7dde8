import type * as vscode from "vscode";

const languages = {
  python: "python",
  typescript: "typescript",
  typescriptreact: "tsx",
  javascript: "javascript",
  javascriptreact: "javascript",
} as const;

/** VS Code's ids of the languages that the check reads. */
export const checkedLanguages: readonly string[] = Object.keys(languages);

/** The lint's name of a document's language; undefined where the check does not read it. */
export const languageOf = ({ languageId }: vscode.TextDocument) =>
  Object.hasOwn(languages, languageId) ? languages[languageId as keyof typeof languages] : undefined;

/** Whether the check reads documents of this language. */
export const isChecked = (document: vscode.TextDocument): boolean => languageOf(document) !== undefined;
