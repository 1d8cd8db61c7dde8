import { deepEqual, equal, match, rejects } from "node:assert/strict";
import { LintFolder, noted, right, wrong } from "./lintFolder.ts";

const json = (value: unknown): string => JSON.stringify(value);

describe("tokenwise lint with a tokenwise.json", () => {
  const folder = new LintFolder();
  after(() => folder.remove());

  it("takes the nearest one above each file", async () => {
    folder.write("nearest/tokenwise.json", json({ rules: { "cross-token-statistic": "off" } }));
    folder.write("nearest/deep/down/a.py", wrong);
    folder.write("nearest/inner/tokenwise.json", json({}));
    folder.write("nearest/inner/b.py", wrong);
    deepEqual(await folder.findings(["nearest"]), ["nearest/inner/b.py:3 cross-token-statistic"]);
    deepEqual(await folder.findings(["nearest/deep/down/a.py"]), []);
  });

  it("sets levels, and shows notes", async () => {
    folder.write("levels/tokenwise.json", json({ rules: { "cross-token-statistic": "error" }, notes: true }));
    folder.write("levels/a.py", wrong);
    folder.write("levels/b.py", noted);
    const { out, code } = await folder.lint(["levels", "--max-warnings", "9"]);
    equal(code, 1);
    match(out, /a\.py:3:16 error cross-token-statistic[^]*b\.py:5:\d+ note norm-over-tokens/);
  });

  it("leaves out what include and exclude leave out, also by name, and tells so", async () => {
    folder.write("some/tokenwise.json", json({ include: ["models/"], exclude: ["*_old.py"] }));
    for (const name of ["models/a.py", "models/a_old.py", "other/b.py"]) folder.write(`some/${name}`, wrong);
    deepEqual(await folder.findings(["some"]), ["some/models/a.py:3 cross-token-statistic"]);
    const { code, err } = await folder.lint(["some/other/b.py"]);
    equal(code, 0);
    equal(err, "tokenwise lint: some/other/b.py is left out by tokenwise.json.\n");
  });

  it("holds for standard input by its name", async () => {
    folder.write("piped/tokenwise.json", json({ exclude: ["gen/"] }));
    deepEqual(await folder.findings(["--stdin", "--stdin-filename", "piped/gen/a.py"], wrong), []);
    deepEqual(await folder.findings(["--stdin", "--stdin-filename", "piped/a.py"], wrong), [
      "piped/a.py:3 cross-token-statistic",
    ]);
  });

  it("is named by --config instead", async () => {
    folder.write("named/tokenwise.json", json({}));
    folder.write("named/strict.json", json({ rules: { "cross-token-statistic": "off" } }));
    folder.write("named/a.py", wrong);
    deepEqual(await folder.findings(["named", "--config", "named/strict.json"]), []);
    await rejects(
      folder.lint(["named", "--config", "none.json"]),
      /the config file .*none\.json does not exist\.$/,
    );
  });

  it("ends the run in one sentence where it is wrong", async () => {
    folder.write("broken/tokenwise.json", json({ rule: {} }));
    folder.write("broken/a.py", right);
    await rejects(folder.lint(["broken"]), {
      name: "UsageError",
      message: /^tokenwise lint: .*broken\/tokenwise\.json: unknown key "rule" \(known: rules, notes, /,
    });
  });
});

describe("tokenwise lint --unused-ignores", () => {
  const folder = new LintFolder();
  after(() => folder.remove());

  it("reports comments that silence nothing, which count as warnings", async () => {
    folder.write("a.py", `${right}# tokenwise: ignore-next-line[cross-token-statistic] history\n`);
    equal((await folder.lint(["a.py"])).code, 0);
    const { code, out } = await folder.lint(["a.py", "--unused-ignores"]);
    equal(code, 1);
    match(out, /^a\.py:4:1 warning unused-ignore\n {2}This comment silences cross-token-statistic, which/);
  });
});
