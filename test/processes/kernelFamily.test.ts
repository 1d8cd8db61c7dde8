import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { KernelFamily } from "../../src/processes/kernelFamily.ts";
import { identityOf } from "../../src/processes/processTable.ts";

const sleeper = ["-e", "setInterval(() => {}, 1000)"];
const alone = { env: {}, detached: true };
/** Starts a process in a session of its own, prints its id, and ends when its input does. */
const parent = `const { spawn } = require("node:child_process");
  const child = spawn(process.execPath, ${JSON.stringify(sleeper)}, { stdio: "ignore", env: {}, detached: true });
  console.log(child.pid); child.unref(); process.stdin.on("end", () => process.exit()).resume();`;

describe("a kernel's family", function () {
  this.timeout(60_000);

  it("holds a child's child that has left session, environment and parent, once it was seen", async function () {
    // Not every Linux lists them.
    if (!existsSync(`/proc/${process.pid}/task/${process.pid}/children`)) return this.skip();
    const kernel = spawn(process.execPath, sleeper, { stdio: "ignore" });
    const family = new KernelFamily(kernel.pid!, "no environment holds this");
    const child = spawn(process.execPath, ["-e", parent], alone);
    family.remember(identityOf(child.pid!)!);
    const [printed] = (await once(child.stdout, "data")) as [Buffer];
    const orphan = Number(printed);
    await new Promise((resolve) => setTimeout(resolve, 450));
    child.stdin.end();
    await once(child, "exit");
    assert.ok(isAlive(orphan));
    family.end();
    await once(kernel, "exit");
    for (let tries = 0; tries < 100 && isAlive(orphan); tries++)
      await new Promise((resolve) => setTimeout(resolve, 10));
    assert.ok(!isAlive(orphan));
  });
});

/** A process that nobody has waited for yet is still listed. */
function isAlive(pid: number): boolean {
  return existsSync(`/proc/${pid}`) && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
}
