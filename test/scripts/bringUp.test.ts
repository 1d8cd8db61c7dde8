import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isStale, nodeProblem, root } from "../../scripts/bringUp.js";

describe("what a fresh clone needs", () => {
  it("takes the Node versions that package.json names, and tells others in one line", () => {
    const { engines } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
      engines: { node: string };
    };
    assert.equal(engines.node, "^20.19.0 || >=22.12.0");
    for (const version of ["20.19.0", "20.20.2", "22.12.0", "23.0.0", "24.21.0"]) {
      assert.equal(nodeProblem(version), undefined, version);
    }
    for (const version of ["18.20.0", "20.18.3", "21.7.0", "22.11.0"]) {
      assert.match(nodeProblem(version) ?? "", new RegExp(`^Tokenwise needs Node .*${version}.*$`));
    }
  });

  describe("whether an installation is stale", () => {
    let folder: string;
    beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "tokenwise-stale-"))));
    afterEach(() => rmSync(folder, { recursive: true }));

    const lock = (packages: Record<string, object>): string => JSON.stringify({ packages });
    const install = (packages: Record<string, object>): void => {
      mkdirSync(join(folder, "node_modules"));
      writeFileSync(join(folder, "node_modules", ".package-lock.json"), lock(packages));
    };
    const want = (packages: Record<string, object>): void =>
      writeFileSync(join(folder, "package-lock.json"), lock({ "": { version: "0.0.0" }, ...packages }));

    it("is where node_modules is missing", () => {
      want({});
      assert.equal(isStale(folder), true);
    });

    it("is not where every package is there, save optional ones of other systems", () => {
      want({ a: { version: "1.0.0" }, other: { version: "1.0.0", optional: true } });
      install({ a: { version: "1.0.0" } });
      assert.equal(isStale(folder), false);
    });

    it("is where a package is missing or has another version", () => {
      want({ a: { version: "1.0.0" }, b: { version: "2.0.0" } });
      install({ a: { version: "1.0.0" }, b: { version: "1.9.0" } });
      assert.equal(isStale(folder), true);
    });
  });
});
