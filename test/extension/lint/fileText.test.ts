import { equal } from "node:assert/strict";
import { fileText } from "../../../src/extension/lint/fileText.ts";

describe("the text of a file that is not open", () => {
  it("is read as UTF-8, as UTF-16 by its mark, else byte by byte", () => {
    const text = "caf\u00e9 = 1\n";
    const utf16 = Buffer.from(`\uFEFF${text}`, "utf16le");
    equal(fileText(Buffer.from(text, "utf8")), text);
    equal(fileText(utf16), text);
    equal(fileText(Buffer.from(utf16).swap16()), text);
    equal(fileText(Buffer.from(text, "latin1")), text);
    equal(fileText(new Uint8Array()), "");
  });
});
