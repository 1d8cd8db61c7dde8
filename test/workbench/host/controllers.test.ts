import assert from "node:assert/strict";
import * as vscode from "vscode";
import { closeAll, open } from "./notebooks.ts";

describe("notebooks in the editor", () => {
  afterEach(closeAll);

  for (const name of ["basics.ipynb", "deno.ipynb", "python.ipynb", "plain.ipynb"]) {
    it(`leaves ${name} as it is when it is opened`, async () => {
      const notebook = await open(name);
      await new Promise((resolve) => setTimeout(resolve, 500));
      assert.equal(notebook.isDirty, false);
    });
  }

  it("makes a new notebook of TypeScript that names its kernel and language", async () => {
    await vscode.commands.executeCommand("tokenwise.newNotebook");
    const notebook = vscode.window.activeNotebookEditor!.notebook;
    assert.equal(notebook.notebookType, "jupyter-notebook");
    assert.equal(notebook.cellAt(0).document.languageId, "typescript");
    assert.deepEqual(notebook.metadata["metadata"], {
      kernelspec: { name: "tokenwise", display_name: "Tokenwise (TypeScript)", language: "typescript" },
      language_info: { name: "typescript", file_extension: ".ts", mimetype: "text/x-typescript" },
    });
  });
});
