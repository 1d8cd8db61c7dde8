import { deepEqual, equal, match, rejects } from "node:assert/strict";
import { LintFolder, noted, wrong } from "./lintFolder.ts";

describe("tokenwise lint with a baseline", () => {
  const folder = new LintFolder();
  after(() => folder.remove());

  it("starts an old code base clean, and reports what is new", async () => {
    folder.write("old/src/a.py", wrong);
    folder.write("old/src/b.py", noted);
    const written = await folder.lint(["old", "--write-baseline", "old/known.json"]);
    deepEqual([written.code, written.out], [0, "2 findings written to old/known.json.\n"]);
    deepEqual(await folder.findings(["old", "--baseline", "old/known.json", "--notes"]), []);
    folder.write("old/src/a.py", `import torch\n\n${wrong}`);
    equal((await folder.lint(["old", "--baseline", "old/known.json"])).code, 0);
    folder.write("old/src/c.py", wrong);
    deepEqual(await folder.findings(["old", "--baseline", "old/known.json"]), [
      "old/src/c.py:3 cross-token-statistic",
    ]);
  });

  it("is named in tokenwise.json too, and holds from any folder", async () => {
    folder.write("named/tokenwise.json", '{ "baseline": "ci/known.json" }');
    folder.write("named/src/a.py", wrong);
    folder.write("named/ci/none.py", "");
    await folder.lint(["named/src", "--write-baseline", "named/ci/known.json"]);
    match(folder.read("named/ci/known.json"), /"path":"\.\.\/src\/a\.py"/);
    deepEqual(await folder.findings(["named"]), []);
    deepEqual(await folder.findings(["named/src/a.py"]), []);
    deepEqual(await folder.findings(["--stdin", "--stdin-filename", "named/src/a.py"], wrong), []);
  });

  it("tells what no longer occurs, of the checked files only", async () => {
    folder.write("gone/a.py", wrong);
    folder.write("gone/b.py", wrong);
    await folder.lint(["gone", "--write-baseline", "gone/known.json"]);
    folder.write("gone/a.py", "");
    const options = ["--baseline", "gone/known.json"];
    equal((await folder.lint(["gone/b.py", ...options])).err, "");
    const { code, err } = await folder.lint(["gone", ...options]);
    equal(code, 0);
    equal(
      err,
      "tokenwise lint: 1 of the findings in known.json no longer occur; write it anew with --write-baseline.\n",
    );
  });

  it("must be there and be one", async () => {
    folder.write("a.py", wrong);
    await rejects(
      folder.lint(["a.py", "--baseline", "none.json"]),
      /cannot be read \(ENOENT\); write one with/,
    );
    folder.write("bad.json", "{}");
    await rejects(folder.lint(["a.py", "--baseline", "bad.json"]), /is no baseline of version 1/);
  });
});
