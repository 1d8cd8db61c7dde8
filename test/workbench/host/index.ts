import { writeFileSync } from "node:fs";
import { format } from "node:util";
import Mocha from "mocha";
import { mark } from "./mark.ts";

/** VS Code calls this in its extension host, where the `vscode` API is the real one. */
export async function run(): Promise<void> {
  // The extension host's console is everybody's: what is ours is marked, and runHostSuite.ts shows that alone.
  Mocha.reporters.Base.consoleLog = (...args: unknown[]) => console.log(mark + format(...args));
  const mocha = new Mocha({ ui: "bdd", timeout: 60_000, reporter: "spec", color: false });
  mocha.suite.emit("pre-require", globalThis as unknown as Mocha.MochaGlobals, "", mocha);
  await import("./suites.ts");
  const { stats, failures } = await new Promise<{ stats: Mocha.Stats | undefined; failures: number }>(
    (resolve) => {
      const runner = mocha.run((count) => resolve({ stats: runner.stats, failures: count }));
    },
  );
  const { passes, pending } = stats ?? { passes: 0, pending: 0 };
  const file = process.env["MOCHA_RESULTS"];
  if (file !== undefined) writeFileSync(file, JSON.stringify({ passes, failures, pending }));
  if (failures > 0) throw new Error(`${failures} tests failed.`);
}
