import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { toJsonSchema } from "@valibot/to-json-schema";
import { packedArray } from "../../src/protocol/numbers.ts";
import { outputMimes, outputs, type OutputMime } from "../../src/protocol/outputs/index.ts";

const folder = resolve(import.meta.dirname, "../../docs/outputs");
/** UPDATE_GOLDENS=1 writes the JSON Schemas anew from the schemas that the code checks. */
const isUpdate = process.env["UPDATE_GOLDENS"] === "1";

/** application/vnd.tokenwise.token-stats.v1+json -> token-stats.v1 */
function nameOf(mime: OutputMime): string {
  return mime.replace("application/vnd.tokenwise.", "").replace("+json", "");
}

function jsonSchemaOf(mime: OutputMime): string {
  // Lengths that must fit shapes are said in words in the pages: JSON Schema cannot.
  const schema = toJsonSchema(outputs[mime], { errorMode: "ignore", definitions: { packedArray } });
  return `${JSON.stringify({ $schema: "http://json-schema.org/draft-07/schema#", title: mime, ...schema }, null, 2)}\n`;
}

describe("the documents of the outputs", () => {
  for (const mime of outputMimes) {
    it(`${nameOf(mime)} has its JSON Schema`, () => {
      const path = join(folder, `${nameOf(mime)}.schema.json`);
      if (isUpdate) writeFileSync(path, jsonSchemaOf(mime));
      assert.ok(existsSync(path), `No ${path}: run with UPDATE_GOLDENS=1.`);
      assert.equal(readFileSync(path, "utf8"), jsonSchemaOf(mime));
    });

    it(`${nameOf(mime)} has a page that names it and every field of its top level`, () => {
      const page = readFileSync(join(folder, `${nameOf(mime)}.md`), "utf8");
      assert.ok(page.includes(`\`${mime}\``));
      for (const field of Object.keys(outputs[mime].entries)) assert.ok(page.includes(`\`${field}\``), field);
    });
  }

  it("are of outputs that exist", () => {
    const known = new Set(
      outputMimes.flatMap((mime) => [`${nameOf(mime)}.md`, `${nameOf(mime)}.schema.json`]),
    );
    assert.deepEqual(
      readdirSync(folder).filter((file) => file !== "README.md" && !known.has(file)),
      [],
    );
  });
});
