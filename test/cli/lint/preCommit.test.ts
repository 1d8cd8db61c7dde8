import { deepEqual, match } from "node:assert/strict";
import { readFileSync } from "node:fs";

const root = new URL("../../../", import.meta.url);
const text = (name: string): string => readFileSync(new URL(name, root), "utf8");
const manifest = JSON.parse(text("package.json")) as {
  bin: Record<string, string>;
  dependencies: Record<string, string>;
};

describe("the hook for pre-commit", () => {
  it("runs the command that the package installs", () => {
    const entry = /^ {2}entry: (\w+) lint$/m.exec(text(".pre-commit-hooks.yaml"))?.[1];
    deepEqual(manifest.bin, { [entry!]: "dist/cli.js" });
    match(text(".npmignore"), /^!\/dist\/$/m);
  });

  // npm cannot install a package from its repository that needs a folder of it: such folders may only be optional.
  it("can be installed from the repository", () => {
    const folders = Object.values(manifest.dependencies).filter((version) => version.startsWith("file:"));
    deepEqual(folders, []);
  });
});
