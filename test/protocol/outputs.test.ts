import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { figure, plainText } from "../../src/figures/index.ts";
import { isOutputMime, outputMimes, parseOutput } from "../../src/protocol/outputs/index.ts";
import { samples } from "../figures/samples.ts";

const root = resolve(import.meta.dirname, "../..");
const fixtures = join(import.meta.dirname, "fixtures", "v1");

interface Contributions {
  contributes: { notebookRenderer: { id: string; entrypoint: unknown; mimeTypes: string[] }[] };
}

describe("the outputs", () => {
  it("are those that package.json lets our renderer draw", () => {
    const { contributes } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Contributions;
    const ours = contributes.notebookRenderer.find(({ id }) => id === "tokenwise-renderer")!;
    assert.deepEqual([...ours.mimeTypes].sort(), [...outputMimes].sort());
  });

  it("have their version in their name", () => {
    for (const mime of outputMimes) assert.match(mime, /^application\/vnd\.tokenwise\.[a-z-]+\.v\d+\+json$/);
    assert.ok(!isOutputMime("application/vnd.tokenwise.tensor.v9+json"));
    assert.ok(!isOutputMime("toString"));
  });

  for (const { name, mime, payload } of samples)
    it(`${name} passes its schema, also after a trip through a file`, () => {
      const parsed = parseOutput(mime, JSON.parse(JSON.stringify(payload)));
      assert.ok(parsed.ok, parsed.ok ? "" : parsed.message);
      assert.deepEqual(parsed.payload, payload);
    });

  it("open with fields that only later code knows", () => {
    for (const { mime, payload } of samples) {
      const parsed = parseOutput(mime, { ...payload, fieldOfLaterCode: [1, 2, 3] });
      assert.ok(parsed.ok, parsed.ok ? "" : parsed.message);
      assert.deepEqual(parsed.payload, payload);
    }
  });

  it("name the first field that is wrong", () => {
    const { payload } = samples.find(({ name }) => name === "tokenStats")!;
    const wrong = structuredClone(payload) as { layers: { before: { mean: unknown } }[] };
    wrong.layers[1]!.before.mean = { shape: [1, 7], values: [1] };
    const parsed = parseOutput("application/vnd.tokenwise.token-stats.v1+json", wrong);
    assert.deepEqual(parsed, {
      ok: false,
      message: "layers.1.before.mean: The data's length does not fit the shape.",
    });
    for (const bad of [null, undefined, 1, "x", [], {}]) {
      const answer = parseOutput("application/vnd.tokenwise.progress.v1+json", bad);
      assert.ok(!answer.ok && answer.message.length > 10);
    }
  });
});

/**
 * Outputs as version 1 wrote them. Saved notebooks hold these for ever, so a file here is never changed or removed:
 * a schema that refuses one needs a version 2 beside it.
 */
describe("outputs of version 1 that notebooks hold", () => {
  if (process.env["NEW_FIXTURES"] === "1") writeMissing();
  const files = readdirSync(fixtures);

  it("there is one of every kind", () => {
    const kinds = new Set(files.map((file) => mimeOf(file)));
    assert.deepEqual([...kinds].sort(), outputMimes.filter((mime) => mime.includes(".v1+")).sort());
  });

  for (const file of files)
    it(`${file} opens and is drawn`, () => {
      const mime = mimeOf(file);
      assert.ok(isOutputMime(mime));
      const parsed = parseOutput(mime, JSON.parse(readFileSync(join(fixtures, file), "utf8")));
      assert.ok(parsed.ok, parsed.ok ? "" : parsed.message);
      assert.ok(plainText(mime, parsed.payload).length > 0);
      if (!mime.includes(".progress.")) assert.match(figure(mime, parsed.payload)!, /^<svg/);
    });
});

/** token-stats.first.json -> application/vnd.tokenwise.token-stats.v1+json */
function mimeOf(file: string): string {
  return `application/vnd.tokenwise.${file.split(".")[0]!}.v1+json`;
}

function writeMissing(): void {
  mkdirSync(fixtures, { recursive: true });
  const held = new Set(readdirSync(fixtures));
  for (const { name, mime, payload } of samples) {
    const file = `${mime.split(".").at(-2)!}.${name}.json`;
    if (!held.has(file) && !name.includes("Many"))
      writeFileSync(join(fixtures, file), `${JSON.stringify(payload)}\n`);
  }
}
