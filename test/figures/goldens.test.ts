import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundle, figure, plainText } from "../../src/figures/index.ts";
import { samples } from "./samples.ts";

const folder = join(import.meta.dirname, "goldens");
/** UPDATE_GOLDENS=1 writes the pictures anew: look at each before committing it. */
const isUpdate = process.env["UPDATE_GOLDENS"] === "1";

function golden(name: string, content: string): void {
  const path = join(folder, name);
  if (isUpdate) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, content);
  }
  assert.ok(existsSync(path), `No golden ${name}: run with UPDATE_GOLDENS=1 and look at it.`);
  assert.equal(readFileSync(path, "utf8"), content, `${name} changed: UPDATE_GOLDENS=1 refreshes it.`);
}

describe("pictures and texts of every output", () => {
  for (const { name, mime, payload } of samples) {
    it(`${name} is drawn as it was`, () => {
      const svg = figure(mime, payload as never);
      if (svg !== null) golden(`${name}.svg`, svg);
      golden(`${name}.txt`, plainText(mime, payload as never));
    });

    it(`${name} has a picture of at most 200 KB with its own background and a name`, () => {
      const svg = figure(mime, payload as never);
      if (svg === null) return;
      assert.ok(new TextEncoder().encode(svg).length <= 200_000);
      assert.match(svg, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" /);
      assert.match(svg, /<title>[^<]+<\/title><desc>[^<]+<\/desc><rect [^>]*fill="#ffffff"/);
      assert.doesNotMatch(svg, /NaN|undefined|Infinity/);
    });

    it(`${name} comes as a bundle for every viewer`, () => {
      const data = bundle(mime, payload as never);
      assert.equal(data[mime], payload);
      assert.equal(typeof data["text/plain"], "string");
      assert.equal("image/svg+xml" in data, figure(mime, payload as never) !== null);
    });
  }

  it("has no golden without a sample", () => {
    const known = new Set(samples.map(({ name }) => name));
    const strays = readdirSync(folder).filter((file) => !known.has(file.replace(/\.\w+$/, "")));
    assert.deepEqual(strays, []);
  });
});
