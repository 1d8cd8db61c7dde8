import assert from "node:assert/strict";
import type * as vscode from "vscode";
import { isTypeScriptNotebook, ownLanguage } from "../../src/extension/notebook/notebookLanguage.ts";

/** What of a notebook the question is about: its .ipynb metadata and its cells' languages. */
function notebook(metadata: Record<string, unknown>, languages: string[]): vscode.NotebookDocument {
  const cells = languages.map((languageId) => ({ document: { languageId } }));
  return { metadata: { metadata }, getCells: () => cells } as unknown as vscode.NotebookDocument;
}

describe("which notebooks are ours to claim", () => {
  const python = { kernelspec: { name: "python3", language: "python" }, language_info: { name: "python" } };
  const cases: [what: string, ours: boolean, notebook: vscode.NotebookDocument][] = [
    [
      "TypeScript by its language_info",
      true,
      notebook({ language_info: { name: "typescript" } }, ["python"]),
    ],
    ["TypeScript by its kernelspec", true, notebook({ kernelspec: { language: "TypeScript" } }, [])],
    ["Python by its metadata, with a TypeScript cell", false, notebook(python, ["python", "typescript"])],
    ["without a language, with a TypeScript cell", true, notebook({}, ["python", "typescript"])],
    ["without a language, of Python cells", false, notebook({}, ["python"])],
    [
      "TypeScript in all its cells, and Python by what VS Code puts in where nothing is said",
      true,
      notebook({ language_info: { name: "python" } }, ["markdown", "typescript"]),
    ],
    [
      "Python by its language_info, with a TypeScript cell",
      false,
      notebook({ language_info: { name: "python" } }, ["python", "typescript"]),
    ],
    ["JavaScript", false, notebook({ language_info: { name: "javascript" } }, ["javascript"])],
  ];
  for (const [what, ours, given] of cases) {
    it(`${ours ? "claims" : "leaves"} one that is ${what}`, () =>
      assert.equal(isTypeScriptNotebook(given), ours));
  }

  it("gives the JavaScript kernel to tslab's JavaScript notebooks", () => {
    const jslab = { kernelspec: { name: "jslab", display_name: "JavaScript", language: "javascript" } };
    assert.equal(ownLanguage(notebook(jslab, ["javascript"])), "javascript");
    assert.equal(ownLanguage(notebook({}, ["typescript"])), "typescript");
    assert.equal(ownLanguage(notebook(python, ["python"])), undefined);
  });

  it("reads the metadata of older versions of VS Code too", () => {
    const older = { metadata: { custom: { metadata: { language_info: { name: "typescript" } } } } };
    assert.equal(
      isTypeScriptNotebook({ ...older, getCells: () => [] } as unknown as vscode.NotebookDocument),
      true,
    );
  });
});
