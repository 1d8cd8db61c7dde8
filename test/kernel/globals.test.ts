import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { Linter } from "eslint";
import { kernelPath } from "./startKernel.ts";

/** What Node's wrapper of a CommonJS file gives. */
const given = ["require", "module", "exports", "__dirname", "__filename"];
/** What the bundler's own first lines and a few packages read once, while they are loaded. */
const atLoad = ["globalThis", "Object", "RegExp", "define", "self"];
const constants = ["undefined", "NaN", "Infinity"];

describe("the kernel's bundle", function () {
  this.timeout(60_000);

  it("reads no bare global: a cell may have declared its name", () => {
    assert.deepEqual(
      bareGlobals(readFileSync(kernelPath, "utf8")).filter((name) => ![...given, ...atLoad].includes(name)),
      [],
    );
  });

  it("would be caught reading one", () => {
    assert.deepEqual(bareGlobals("new Float32Array(process.length)"), ["Float32Array", "process"]);
  });
});

function bareGlobals(code: string): string[] {
  const names = Object.getOwnPropertyNames(globalThis).filter((name) => !constants.includes(name));
  const messages = new Linter().verify(code, {
    languageOptions: {
      ecmaVersion: "latest",
      sourceType: "script",
      globals: Object.fromEntries(names.map((name) => [name, "off"])),
    },
    linterOptions: { reportUnusedDisableDirectives: "off" },
    rules: { "no-undef": "error" },
  });
  return [...new Set(messages.map(({ message }) => /^'(.*)' is not defined/.exec(message)?.[1] ?? message))];
}
