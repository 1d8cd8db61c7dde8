import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import fc from "fast-check";
import { sha256 } from "../../src/page/sha256.ts";

const expected = (text: string) => createHash("sha256").update(text).digest("base64");

describe("sha256", () => {
  it("agrees with Node around the borders of a block", () => {
    for (let length = 0; length <= 130; length++) {
      const text = "a".repeat(length);
      assert.equal(sha256(text), expected(text), `${length} bytes`);
    }
  });

  it("agrees with Node on any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) =>
        assert.equal(sha256(text), expected(text)),
      ),
    );
  });
});
