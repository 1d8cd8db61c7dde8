import { deepEqual, equal, match } from "node:assert/strict";
import { join } from "node:path";
import { writeFileSync } from "node:fs";
import { build } from "esbuild";
import { checkFiles } from "../../../src/cli/lint/checkFiles.ts";
import { type FileTask } from "../../../src/cli/lint/fileCheck.ts";
import { checkInThreads } from "../../../src/cli/lint/threads.ts";
import { LintFolder, right, wrong } from "./lintFolder.ts";

describe("tokenwise lint in threads", () => {
  const folder = new LintFolder();
  after(() => folder.remove());

  before(async () => {
    await build({
      entryPoints: ["src/cli/lint/worker.ts"],
      outfile: join(folder.dist, "lintWorker.js"),
      bundle: true,
      platform: "node",
      format: "esm",
      banner: {
        js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
      },
      logLevel: "error",
    });
    writeFileSync(join(folder.dist, "package.json"), '{ "type": "module" }');
  });

  const task = (name: string, text: string | null): FileTask => {
    if (text !== null) folder.write(name, text);
    const path = join(folder.path, name);
    return { path, shown: name, cwd: folder.path, language: "python", options: {}, fix: false };
  };

  it("gives what one thread gives, in the order of the files", async () => {
    // Long and short files in turn, so that the threads end out of order.
    const tasks = Array.from({ length: 40 }, (_, index) =>
      task(`many/${index}.py`, `${index % 3 ? "" : right.repeat(30)}${wrong}`),
    );
    const alone = await checkFiles(tasks, folder.dist, 1);
    deepEqual(await checkInThreads(tasks, folder.dist, 2), alone);
    deepEqual(
      alone.map(({ findings }) => findings[0]?.path),
      tasks.map(({ shown }) => shown),
    );
  });

  it("tells a file that cannot be read, and hands on the options", async () => {
    const off = { ...task("off.py", wrong), options: { rules: { "cross-token-statistic": "off" } } } as const;
    const [gone, silent] = await checkInThreads([task("gone.py", null), off], folder.dist, 2);
    equal(gone!.failure, "gone.py cannot be read (ENOENT).");
    deepEqual(silent!.findings, []);
  });

  it("goes on when a thread dies", async () => {
    const dying = join(folder.path, ".dying");
    folder.write(
      ".dying/lintWorker.js",
      `import { parentPort } from "node:worker_threads";
       const nothing = { findings: [], errors: [], unusedIgnores: [], failure: null };
       parentPort.on("message", (tasks) => {
         if (tasks.some((task) => task.shown === "deadly.py")) throw new Error("out of memory");
         parentPort.postMessage(tasks.map(() => nothing));
       });`,
    );
    folder.write(".dying/package.json", '{ "type": "module" }');
    const tasks = Array.from({ length: 30 }, (_, index) =>
      task(index === 3 ? "deadly.py" : `${index}.py`, null),
    );
    const outcomes = await checkInThreads(tasks, dying, 2);
    equal(outcomes.length, 30);
    equal(outcomes.filter(({ errors }) => errors.length > 0).length, 8);
    match(outcomes[3]!.errors[0]!.message, /^could not be checked \(out of memory\)$/);
  });
});
