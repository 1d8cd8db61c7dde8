import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { folderOf, mayImport, pure } from "../scripts/house.js";

const root = resolve(import.meta.dirname, "..");

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sources(path);
    return path.endsWith(".ts") ? [path] : [];
  });
}

function importsOf(path: string): string[] {
  const text = readFileSync(path, "utf8");
  return [...text.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].map((match) => match[1]!);
}

/** The folder of the house that a file lies in. */
function homeOf(path: string): string | undefined {
  const [first, second] = relative(root, path).split("/");
  return first === "src" ? second : first;
}

describe("the house", () => {
  for (const [folder, allowed] of Object.entries(mayImport)) {
    it(`${folder} imports only ${allowed.join(", ") || "nothing of ours"}`, () => {
      const wrong: string[] = [];
      for (const path of sources(join(root, folderOf(folder)))) {
        for (const wanted of importsOf(path)) {
          const home = wanted.startsWith(".") ? homeOf(resolve(dirname(path), wanted)) : undefined;
          const crosses = home !== undefined && home !== folder && !allowed.includes(home);
          const vscode = wanted === "vscode" && folder !== "extension";
          const node = wanted.startsWith("node:") && (pure.includes(folder) || folder === "renderer");
          if (crosses || vscode || node) wrong.push(`${relative(root, path)} imports ${wanted}`);
        }
      }
      assert.deepEqual(wrong, []);
    });
  }

  it("knows every folder of src", () => {
    const folders = readdirSync(join(root, "src")).filter((name) =>
      statSync(join(root, "src", name)).isDirectory(),
    );
    assert.deepEqual(
      folders.sort(),
      Object.keys(mayImport)
        .filter((name) => name !== "renderer")
        .sort(),
    );
  });
});
