import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const program = resolve(import.meta.dirname, "../../dist/cli.js");

describe("the command line as a program", function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), "tokenwise-main-"));
  after(() => rmSync(folder, { recursive: true }));

  /** @param input all of standard input; null leaves it open. */
  function start(args: string[], input: string | null = "") {
    const child = spawn(process.execPath, [program, ...args], { cwd: folder });
    let [out, err] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
    if (input !== null) child.stdin.end(input);
    const ended = new Promise<{ code: number | null; out: string; err: string }>((settle) =>
      child.on("close", (code) => settle({ code, out, err })),
    );
    return { child, ended };
  }

  const notebook = (name: string, ...sources: string[]) => {
    const cells = sources.map((source, index) => ({ cell_type: "code", id: `c${index}`, metadata: {}, source, outputs: [], execution_count: null })); // prettier-ignore
    const metadata = { language_info: { name: "typescript" } };
    writeFileSync(join(folder, name), JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }));
  };

  it("checks standard input and prints nothing but the findings", async () => {
    const wrong = "def f(x):\n    B, T, C = x.shape\n    return x - x.mean(1, keepdim=True)\n";
    const { code, out } = await start(["lint", "--stdin", "--format", "json"], wrong).ended;
    assert.equal(code, 1);
    assert.match(out, /^\{/);
    assert.equal((JSON.parse(out) as { findings: unknown[] }).findings.length, 1);
    assert.equal((await start(["lint", "--stdin"], "\n\n\nx = 1\n").ended).code, 0);
  });

  it("answers input() from standard input, line by line, until there is none", async () => {
    notebook(
      "asks.ipynb",
      "const a = await input('a? ');\nconst b = await input('b? ');\n[a, b]",
      "await input('c? ')",
    );
    const { code, out, err } = await start(["run", "asks.ipynb"], "one\ntwo\n").ended;
    assert.equal(out, "a? \nb? \n[ 'one', 'two' ]\nc? \n");
    assert.match(err, /There is no input/);
    assert.equal(code, 1);
  });

  it("asks what is asked at once one after the other", async () => {
    notebook("both.ipynb", "await Promise.all([input('a? '), input('b? ')])");
    const { code, out } = await start(["run", "both.ipynb"], "one\ntwo\n").ended;
    assert.deepEqual([code, out], [0, "a? \nb? \n[ 'one', 'two' ]\n"]);
  });

  it("ends with 130 at Ctrl-C, with the output written and no process left", async () => {
    notebook("loops.ipynb", "console.log(process.pid); for (;;) {}");
    const { child, ended } = start(["run", "loops.ipynb", "--output", "out.ipynb"]);
    const kernel = await new Promise<number>((settle) =>
      child.stdout.once("data", (text: string) => settle(Number(text))),
    );
    child.kill("SIGINT");
    const { code, err } = await ended;
    assert.equal(code, 130);
    assert.match(err, /^Interrupted: The cell was stopped\.\nWrote /);
    assert.match(readFileSync(join(folder, "out.ipynb"), "utf8"), /"ename": ?"Interrupted"/);
    assert.throws(() => process.kill(kernel, 0), "the kernel lives on");
  });

  it("writes what there is when its terminal is closed", async () => {
    notebook("asking.ipynb", "console.log('asks'); await input('? ')", "'never'");
    const { child, ended } = start(["run", "asking.ipynb", "--output", "closed.ipynb"], null);
    child.stdout.once("data", () => child.kill("SIGHUP"));
    assert.equal((await ended).code, 130);
    assert.match(readFileSync(join(folder, "closed.ipynb"), "utf8"), /"ename": ?"Interrupted"/);
  });

  it("goes quietly when its reader has seen enough", async () => {
    notebook("prints.ipynb", "for (let i = 0; i < 5000; i++) console.log('line', i)");
    const { child, ended } = start(["run", "prints.ipynb"]);
    child.stdout.once("data", () => child.stdout.destroy());
    assert.deepEqual([(await ended).code, (await ended).err], [0, ""]);
  });
});
