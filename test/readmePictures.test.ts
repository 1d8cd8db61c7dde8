import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const text = (name: string) => readFileSync(join(root, name), "utf8");
const mostBytes = 3_000_000;

describe("the pictures of the README", () => {
  const named = [...text("README.md").matchAll(/docs\/images\/[\w-]+\.png/g)].map(([path]) => path);
  const packaged = text(".vscodeignore")
    .split("\n")
    .flatMap((line) => (line.startsWith("!docs/images/") ? [line.slice(1)] : []));

  it("lie in the package, where VS Code shows the README without a network", () => {
    assert.ok(named.length > 0);
    assert.deepEqual(
      named.filter((path) => !packaged.includes(path)),
      [],
    );
  });

  it("are a part of all screenshots, which stay small together", () => {
    const files = readdirSync(join(root, "docs/images"));
    for (const path of packaged) assert.ok(files.includes(path.replace("docs/images/", "")), path);
    const bytes = files.reduce((sum, file) => sum + statSync(join(root, "docs/images", file)).size, 0);
    assert.ok(bytes < mostBytes, `${bytes} bytes`);
  });
});
