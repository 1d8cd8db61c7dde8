import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const read = (path: string): unknown => JSON.parse(readFileSync(join(root, path), "utf8"));

interface Launch {
  readonly configurations: {
    name: string;
    type: string;
    args: string[];
    outFiles?: string[];
    preLaunchTask?: string;
  }[];
}

interface Tasks {
  readonly tasks: {
    label: string;
    script: string;
    isBackground?: boolean;
    problemMatcher: { background: { activeOnStart: boolean; endsPattern: string } };
  }[];
}

describe("F5", () => {
  const { name, main, scripts } = read("package.json") as {
    name: string;
    main: string;
    scripts: Record<string, string>;
  };
  const launch = (read(".vscode/launch.json") as Launch).configurations.find(
    ({ type }) => type === "extensionHost",
  )!;

  it(`opens a window with ${name}, loaded from this folder, on the samples`, () => {
    assert.ok(launch.args.includes("--extensionDevelopmentPath=${workspaceFolder}"));
    const opened = launch.args.find((arg) => !arg.startsWith("--"))!;
    assert.ok(existsSync(opened.replace("${workspaceFolder}", root)));
  });

  it("maps breakpoints to what the build writes", () => {
    assert.deepEqual(launch.outFiles, ["${workspaceFolder}/dist/**/*.cjs"]);
    assert.match(main, /^\.\/dist\/.*\.cjs$/);
    assert.match(readFileSync(join(root, "esbuild.config.js"), "utf8"), /sourcemap: watch \? "inline"/);
  });

  it("waits for the watching build to say that everything is there", () => {
    const task = (read(".vscode/tasks.json") as Tasks).tasks.find(
      ({ label }) => label === launch.preLaunchTask,
    )!;
    assert.match(scripts[task.script]!, /esbuild\.config\.js --watch/);
    assert.equal(task.isBackground, true);
    assert.equal(task.problemMatcher.background.activeOnStart, true);
    assert.match("[watch] all built", new RegExp(task.problemMatcher.background.endsPattern));
    assert.match(
      readFileSync(join(root, "esbuild.config.js"), "utf8"),
      /console\.log\("\[watch\] all built"\)/,
    );
  });
});
