import assert from "node:assert/strict";
import { variableDocument } from "../../src/extension/variables/variableDocument.ts";

const script = "https://file+.vscode-resource.example/dist/page.js";
const documentOf = (data: Record<string, unknown>): string =>
  variableDocument({ name: `<img src=x onerror="alert(1)">`, data, script, nonce: "abc" });

describe("a variable's document", () => {
  it("lets nothing run or load but our script", () => {
    const [policy] = /(?<=Content-Security-Policy" content=")[^"]+/.exec(documentOf({}))!;
    assert.equal(policy, "default-src 'none'; script-src 'nonce-abc'; style-src 'nonce-abc'; img-src data:");
    assert.match(documentOf({}), /<script nonce="abc" src="https:\/\/file\+\.vscode-resource/);
  });

  it("shows names and texts as text", () => {
    const html = documentOf({ "text/plain": "<script>alert(1)</script>" });
    assert.ok(!html.includes("<img"));
    assert.ok(html.includes("&lt;script&gt;alert(1)&lt;/script&gt;"));
  });
});
