import { deepEqual, equal, ok } from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { lintRequest } from "../../../src/cli/lint/request.ts";
import { lintConfig } from "../../../src/lint/config/index.ts";
import { parseConfig } from "../../../src/lint/index.ts";

const root = resolve(import.meta.dirname, "../../..");
const read = (name: string): string => readFileSync(join(root, name), "utf8");
const page = read("docs/ci.md");

const blocks = (language: string): string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\``, "gm"))].map((match) => match[1]!);

/** The arguments behind each `lint` of the page's commands. */
function commands(): string[][] {
  const lines = [...blocks("sh"), ...blocks("yaml")].flatMap((block) => block.split("\n"));
  return lines.flatMap((line) => {
    const call = /\b(?:tokenwise|cli\.js) lint ([^>#]+)/.exec(line)?.[1];
    return call === undefined ? [] : [call.trim().split(/\s+/)];
  });
}

describe("docs/ci.md", () => {
  it("calls the command as it can be called", () => {
    const calls = commands();
    equal(calls.length, 4);
    for (const args of calls) ok(lintRequest(args, root).paths.length > 0);
  });

  it("explains every option and every key of tokenwise.json", () => {
    const unknown = (option: string): string => {
      try {
        lintRequest([option], root);
        return "";
      } catch (error) {
        return (error as Error).message;
      }
    };
    const options = [...unknown("--nonsense").matchAll(/--([\w-]+)/g)].map((match) => match[1]!);
    ok(options.length > 8);
    for (const option of options.filter((name) => name !== "nonsense"))
      ok(page.includes(`\`--${option}`) || page.includes(` --${option} `), option);
    for (const key of Object.keys(lintConfig.entries).filter((name) => name !== "$schema"))
      ok(page.includes(`| \`${key}\``), key);
  });

  it("shows a tokenwise.json that is read as it is", () => {
    const [example] = blocks("json");
    deepEqual(
      Object.keys(parseConfig(example!, "tokenwise.json")),
      Object.keys(JSON.parse(example!) as object),
    );
  });
});

describe("the hook for pre-commit", () => {
  const hook = read(".pre-commit-hooks.yaml");

  it("runs what the package installs", () => {
    const manifest = JSON.parse(read("package.json")) as {
      bin: Record<string, string>;
      scripts: Record<string, string>;
    };
    const [name, ...args] = /^ {2}entry: (.+)$/m.exec(hook)![1]!.split(" ");
    equal(manifest.bin[name!], "dist/cli.js");
    deepEqual(args, ["lint"]);
    ok(read("src/cli/main.ts").startsWith("#!/usr/bin/env node\n"));
    ok(existsSync(join(root, manifest.scripts["prepare"]!.replace("node ", ""))));
  });

  it("is what the page names", () => {
    const id = /^- id: (\S+)$/m.exec(hook)![1]!;
    ok(blocks("yaml").some((block) => block.includes(`- id: ${id}`)));
    const args = /args: \[(.+)\]/
      .exec(page)![1]!
      .split(", ")
      .map((arg) => arg.replaceAll('"', ""));
    equal(lintRequest([...args, "a.py"], root).maxWarnings, 0);
  });
});
