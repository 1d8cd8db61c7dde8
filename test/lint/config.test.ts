import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { toJsonSchema } from "@valibot/to-json-schema";
import { lintConfig } from "../../src/lint/config/index.ts";
import { fileChoice, parseConfig } from "../../src/lint/index.ts";

const read = (value: unknown) => parseConfig(JSON.stringify(value), "tokenwise.json");

describe("tokenwise.json", () => {
  it("takes every key that is documented", () => {
    const config = {
      $schema: "./tokenwise.schema.json",
      rules: { "affine-per-token": "warning", "batch-statistic": "off" },
      notes: true,
      include: ["src/**"],
      exclude: ["experiments/"],
      tokenAxisNames: ["residues"],
      baseline: "tokenwise-baseline.json",
    };
    deepEqual(read(config), config);
    deepEqual(parseConfig("\uFEFF{}", ""), {});
  });

  it("says which key is wrong and what it takes", () => {
    const message = (value: unknown): string => {
      try {
        read(value);
      } catch (error) {
        equal((error as Error).name, "ConfigError");
        return (error as Error).message;
      }
      return "";
    };
    equal(
      message({ ruls: {} }),
      'tokenwise.json: unknown key "ruls" (known: rules, notes, include, exclude, tokenAxisNames, baseline).',
    );
    equal(
      message({ rules: { "no-leak": "off" } }),
      'tokenwise.json: unknown rule "no-leak" (known: norm-over-tokens, cross-token-statistic, batch-statistic, missing-keepdim, affine-per-token).',
    );
    equal(
      message({ rules: { "batch-statistic": "info" } }),
      'tokenwise.json: rules.batch-statistic is "info", and must be "off", "note", "warning", "error".',
    );
    equal(message({ notes: "yes" }), 'tokenwise.json: notes is "yes", and must be boolean.');
    equal(message([]), "tokenwise.json: the file is Array, and must be Object.");
    throws(
      () => parseConfig("{ rules: {} }", "a/tokenwise.json"),
      /^ConfigError: a\/tokenwise\.json is not JSON: /,
    );
  });

  it("has a JSON Schema that the editor completes from (UPDATE_GOLDENS=1 writes it)", () => {
    const path = resolve(import.meta.dirname, "../../media/tokenwise.schema.json");
    const schema = toJsonSchema(lintConfig, { errorMode: "ignore" });
    const text = `${JSON.stringify({ ...schema, title: "The settings of Tokenwise's check" }, null, 2)}\n`;
    if (process.env["UPDATE_GOLDENS"] === "1") writeFileSync(path, text);
    ok(existsSync(path));
    equal(readFileSync(path, "utf8"), text);
    const manifest = JSON.parse(readFileSync(join(import.meta.dirname, "../../package.json"), "utf8")) as {
      contributes: { jsonValidation: unknown };
    };
    deepEqual(manifest.contributes.jsonValidation, [
      { fileMatch: "tokenwise.json", url: "./media/tokenwise.schema.json" },
    ]);
  });
});

describe("include and exclude", () => {
  it("are patterns as in a .gitignore", () => {
    const chosen = fileChoice({ include: ["src/", "/tools/*.py"], exclude: ["*.gen.py", "!kept.gen.py"] });
    const names = [
      "src/a.py",
      "src/deep/b.py",
      "tools/c.py",
      "tools/deep/d.py",
      "e.py",
      "src/f.gen.py",
      "src/kept.gen.py",
    ];
    deepEqual(names.filter(chosen), ["src/a.py", "src/deep/b.py", "tools/c.py", "src/kept.gen.py"]);
  });

  it("leave in what they say nothing about, and what lies elsewhere", () => {
    equal(fileChoice({})("a.py"), true);
    equal(fileChoice({ include: ["src/"] })("../other/a.py"), true);
  });
});
