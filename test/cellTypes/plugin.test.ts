import assert from "node:assert/strict";
import ts from "typescript";
import { cellFile, notebookService } from "./notebookService.ts";

const [one, two, three] = [cellFile(1), cellFile(2), cellFile(10)];

/** What the editor shows on hover over the last place of a word. */
function hover(service: ts.LanguageService, file: string, text: string, word: string): string {
  const info = service.getQuickInfoAtPosition(file, text.lastIndexOf(word));
  return ts.displayPartsToString([...(info?.displayParts ?? []), ...(info?.documentation ?? [])]);
}

const messages = (diagnostics: readonly ts.Diagnostic[]): string[] =>
  diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));

function allMessages(service: ts.LanguageService, file: string): string[] {
  return messages([
    ...service.getSyntacticDiagnostics(file),
    ...service.getSemanticDiagnostics(file),
    ...service.getSuggestionDiagnostics(file),
  ]);
}

describe("the types of cells", () => {
  const importing = 'import { LayerNorm } from "tokenwise";\nconst C = 16;';
  const using = "const norm = new LayerNorm(C);\nconst C2 = await Promise.resolve(C);\nnorm";
  const texts = { [one]: importing, [two]: using };
  const { service } = notebookService(texts);

  it("reach a cell from an import above, with the docstring", () => {
    assert.match(
      hover(service, two, using, "LayerNorm"),
      /new LayerNorm\(channels: number\): LayerNorm.*Normalises each token alone/s,
    );
    assert.match(
      hover(service, one, importing, "LayerNorm"),
      /\(alias\) class LayerNorm.*Normalises each token alone/s,
    );
    assert.equal(hover(service, two, using, "norm"), "const norm: LayerNorm");
  });

  it("complete members and name parameters", () => {
    const at = using.lastIndexOf("norm");
    const { service: typing } = notebookService({ ...texts, [two]: `${using.slice(0, at)}norm.` });
    const names = typing.getCompletionsAtPosition(two, at + 5, {})?.entries.map(({ name }) => name);
    assert.deepEqual(names, ["forward"]);
    const help = service.getSignatureHelpItems(two, using.indexOf("LayerNorm(") + 10, {});
    assert.equal(help?.items[0]?.parameters[0]?.name, "channels");
  });

  it("leave nothing to complain about: names of other cells, top-level await, imports for later cells", () => {
    for (const file of [one, two]) assert.deepEqual(allMessages(service, file), []);
  });

  it("reach namespaces, and names of namespaces", () => {
    const declaring =
      "namespace Space { export const a = 1 }\nimport inner = Space.a;\ndeclare global { var g: 1 }";
    const { service: spaces } = notebookService({ [one]: declaring, [two]: "Space.a + inner" });
    for (const file of [one, two]) assert.deepEqual(allMessages(spaces, file), []);
  });

  it("still show a real mistake", () => {
    const wrong = notebookService({ ...texts, [two]: 'new LayerNorm("16");' }).service;
    assert.match(allMessages(wrong, two).join(), /'string' is not assignable to parameter of type 'number'/);
  });

  it("follow a change of another cell", () => {
    const { service: changing, change } = notebookService({ [one]: "const a = 1;", [two]: "a" });
    assert.match(hover(changing, two, "a", "a"), /const a: 1/);
    change(one, 'const a = "text";');
    assert.match(hover(changing, two, "a", "a"), /const a: "text"/);
  });

  it("keep notebooks apart", () => {
    const { service: apart } = notebookService({ [cellFile(1, "/other.ipynb")]: "const a = 1;", [two]: "a" });
    assert.deepEqual(allMessages(apart, two), ["Cannot find name 'a'."]);
  });

  it("take a name that several cells declare from the nearest above, else from below", () => {
    const declared = { [one]: "const a = 1;", [two]: "a", [three]: "const a = 3;\nconst b = 4;" };
    const { service: several } = notebookService(declared);
    assert.match(hover(several, two, "a", "a"), /const a: 1/);
    assert.deepEqual(allMessages(several, three), []);
    const { service: below } = notebookService({ ...declared, [two]: "b" });
    assert.match(hover(below, two, "b", "b"), /const b: 4/);
  });
});

describe("what links the cells", () => {
  it("shows in no outline, fold, reference or rename", () => {
    const [declaring, using] = ["const a = 1;\na", "a"];
    const { service } = notebookService({ [one]: declaring, [two]: using });
    const outline = service.getNavigationTree(one).childItems?.map(({ text }) => text);
    assert.deepEqual(outline, ["a"]);
    assert.deepEqual(service.getOutliningSpans(two), []);
    const shown = [
      { fileName: one, start: 6 },
      { fileName: one, start: 13 },
      { fileName: two, start: 0 },
    ];
    const starts = (spans: readonly ts.DocumentSpan[] | undefined): { fileName: string; start: number }[] =>
      (spans ?? []).map(({ fileName, textSpan }) => ({ fileName, start: textSpan.start }));
    assert.deepEqual(starts(service.getReferencesAtPosition(one, 6)), shown);
    assert.deepEqual(starts(service.findRenameLocations(one, 6, false, false, {})), shown);
  });

  it("takes a syntax error at a cell's end for its own: it is shown at the end", () => {
    const { service } = notebookService({ [one]: "console.log(1" });
    const [error, ...others] = service.getSyntacticDiagnostics(one);
    assert.equal(error?.start, "console.log(1".length - 1);
    assert.deepEqual(messages([error!, ...others]), ["')' expected."]);
  });

  it("gets no import of its own: an import that is added becomes the first line", () => {
    const { service } = notebookService({
      [one]: 'import { LayerNorm } from "tokenwise";',
      [two]: "C",
      [three]: "const C = 1;",
    });
    const missing = notebookService({
      "/a.ts": 'import "tokenwise";',
      [two]: "LayerNorm",
      [three]: "const C = 1;",
    }).service;
    assert.deepEqual(allMessages(service, two), []);
    const [fix, ...others] = missing.getCodeFixesAtPosition(two, 0, 9, [2304], {}, {});
    const edit = fix?.changes[0]?.textChanges[0];
    assert.deepEqual(
      others.filter(({ description }) => description.includes("import")),
      [],
    );
    assert.equal(edit?.span.start, 0);
    assert.match(edit?.newText ?? "", /^import \{ LayerNorm \} from "tokenwise";\n/);
  });

  it("follows cells that are moved, inserted and deleted", () => {
    const reading = "const read = value;";
    const texts = { [one]: 'const value = "first";', [two]: "const value = 2;", [three]: reading };
    const { service, change, remove, order } = notebookService(texts);
    const type = (): string => hover(service, three, reading, "value");
    assert.match(type(), /value: 2/);
    order(two, one, three);
    assert.match(type(), /value: "first"/);
    order(one, three, two);
    assert.match(type(), /value: "first"/);
    const inserted = cellFile(11);
    change(inserted, "const value = true;");
    order(one, inserted, three, two);
    assert.match(type(), /value: true/);
    remove(inserted);
    order(one, three, two);
    assert.match(type(), /value: "first"/);
    remove(one);
    order(three, two);
    assert.match(type(), /value: 2/);
    change(two, "const value = 5n;");
    assert.match(type(), /value: 5n/);
    // A cell that the extension has not told of yet.
    change(cellFile(12), "const other = 1; const value = null;");
    assert.match(type(), /value: 5n/);
  });
});
