import assert from "node:assert/strict";
import { csvOf } from "../../renderer/dataTable.ts";
import { fileName } from "../../renderer/save.ts";

const table = (cells: readonly (readonly string[])[]) =>
  csvOf({ caption: "", head: ["token", "mean"], count: cells.length, row: (index) => cells[index]! });

describe("CSV", () => {
  it("quotes commas, quotation marks and line ends", () => {
    assert.equal(
      table([
        ["a,b", "1"],
        ['say "hi"', "2"],
        ["x\ny", "3"],
      ]),
      'token,mean\r\n"a,b",1\r\n"say ""hi""",2\r\n"x\ny",3\r\n',
    );
  });

  it("keeps a token that a spreadsheet would run as text, and negative numbers as numbers", () => {
    assert.equal(
      table([
        ["=1+1", "-0.5"],
        ["@x", "-∞"],
        ["-cmd", "+1"],
      ]),
      "token,mean\r\n'=1+1,-0.5\r\n'@x,-∞\r\n'-cmd,'+1\r\n",
    );
  });
});

describe("file names", () => {
  it("are made of a title's letters and digits in any script", () => {
    assert.equal(fileName("Token statistics of GPT-2 (small)"), "token-statistics-of-gpt-2-small");
    assert.equal(fileName("../../etc/归一化"), "etc-归一化");
    assert.equal(fileName("///"), "tokenwise");
  });
});
