import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import { closeAll, openCells, sleep, until } from "./notebooks.ts";

/** A hint that TypeScript gives for certain: once it stands, the cells above have been looked at. */
const hinted = "(() => { const neverRead = 1; })();";

/** The sample notebook's TypeScript cells. */
function sampleCells(): string[] {
  const text = readFileSync(join(process.env["FOLDER"]!, "layernorm.ipynb"), "utf8");
  const { cells } = JSON.parse(text) as {
    cells: { cell_type: string; metadata: { vscode?: unknown }; source: string[] | string }[];
  };
  return cells
    .filter(({ cell_type, metadata }) => cell_type === "code" && metadata.vscode === undefined)
    .map(({ source }) => [source].flat().join(""));
}

/** Where a text's first occurrence ends. */
function behind(document: vscode.TextDocument, text: string): vscode.Position {
  const start = document.getText().indexOf(text);
  assert.ok(start >= 0, text);
  return document.positionAt(start + text.length);
}

async function hoverText(document: vscode.TextDocument, at: vscode.Position): Promise<string> {
  const command = "vscode.executeHoverProvider";
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(command, document.uri, at);
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (typeof content === "string" ? content : content.value))
    .join("\n");
}

const fromTypeScript = (document: vscode.TextDocument): string[] =>
  vscode.languages
    .getDiagnostics(document.uri)
    .filter(({ source }) => source === "ts")
    .map(({ message }) => message);

describe("the types of the sample notebook's cells", () => {
  let cells: vscode.TextDocument[];
  let third: vscode.TextDocument;

  before(async () => {
    const notebook = await openCells(...sampleCells(), hinted);
    cells = notebook.getCells().map(({ document }) => document);
    third = cells.find((document) => document.getText().includes("new nn.LayerNorm(C)"))!;
  });
  after(closeAll);

  it("give the signature and the docstring of a layer that another cell has imported", async () => {
    const at = behind(third, "new nn.Layer");
    let text = "";
    for (let tries = 0; tries < 40 && !text.includes("normalizedShape"); tries++) {
      text = await hoverText(third, at); // "loading" until TypeScript has started
      if (!text.includes("normalizedShape")) await sleep(500);
    }
    assert.match(text, /new LayerNorm\(normalizedShape: number \| readonly number\[\].*\): nn\.LayerNorm/);
    assert.match(text, /each token has its own mean and variance/);
  });

  it("complete the layers and name their parameters", async () => {
    const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
      "vscode.executeCompletionItemProvider",
      third.uri,
      behind(third, "new nn."),
      ".",
    );
    const names = items.map(({ label }) => (typeof label === "string" ? label : label.label));
    for (const name of ["LayerNorm", "RMSNorm", "Linear"]) assert.ok(names.includes(name), names.join());
    const help = await vscode.commands.executeCommand<vscode.SignatureHelp>(
      "vscode.executeSignatureHelpProvider",
      third.uri,
      behind(third, "new nn.LayerNorm("),
      "(",
    );
    assert.match(help.signatures[0]!.label, /^LayerNorm\(normalizedShape/);
  });

  it("underline nothing and take no import for unused", async () => {
    const probe = cells.at(-1)!;
    await until("TypeScript has looked at the cells", () => fromTypeScript(probe).length > 0);
    for (const cell of cells.slice(0, -1)) assert.deepEqual(fromTypeScript(cell), [], cell.getText());
  });
});

describe("the types of cells that are moved", () => {
  after(closeAll);

  it("follow the order in the notebook", async () => {
    const reading = "const reads = moved;";
    const notebook = await openCells('const moved = "above";', "const moved = 5;", reading);
    const reader = notebook.cellAt(2).document;
    const type = (): Promise<string> => hoverText(reader, behind(reader, "= mov"));
    await until("the nearest cell above", async () => /moved: 5/.test(await type()));
    await vscode.commands.executeCommand("notebook.cell.moveDown", {
      ranges: [{ start: 0, end: 1 }],
      document: notebook.uri,
    });
    assert.match(notebook.cellAt(1).document.getText(), /above/);
    await until("the cell that is nearest now", async () => /moved: "above"/.test(await type()));
  });
});
