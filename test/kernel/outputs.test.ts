import assert from "node:assert/strict";
import { join } from "node:path";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import type { CellOutput } from "../../src/protocol/messages.ts";
import { TestKernel } from "./startKernel.ts";

type Display = Extract<CellOutput, { type: "display" }>;

describe("outputs of cells", function () {
  this.timeout(60_000);
  let kernel: TestKernel;
  before(() => (kernel = new TestKernel()));
  after(() => kernel.dispose());

  const displays = async (code: string): Promise<Display[]> => {
    const { outputs, error } = await kernel.run(code);
    assert.equal(error?.stack, undefined);
    return outputs.filter((output) => output.type === "display");
  };

  it("shows the value of the last expression, and nothing for undefined", async () => {
    const shown: [string, string | undefined][] = [
      ["1 + 1", "2"],
      ["'text'", "'text'"],
      ["const x = 3", undefined],
      ["const y = 3; y;", "3"],
      ["undefined", undefined],
      ["null", "null"],
      ["if (true) { 5 }", undefined],
      ["await Promise.resolve([1])", "[ 1 ]"],
      ["{ a: 1, b: 2 }", "{ a: 1, b: 2 }"],
      ["{ a: 1 as number }", "{ a: 1 }"],
      ["{ let inner = 1; inner }", undefined],
      ["(() => 4)()", "4"],
      ["1, 2", "2"],
      ["new Float32Array(3)", "Float32Array(3) [ 0, 0, 0 ]"],
      ["let assigned; assigned = 7", "7"],
      ["`a\nb`", "'a\\nb'"],
      ["", undefined],
      ["// a comment", undefined],
    ];
    for (const [code, text] of shown) assert.equal(await kernel.value(code), text, code);
  });

  it("shows a promise as such, with the hint to add await", async () => {
    assert.match((await kernel.value("Promise.resolve(1)")) ?? "", /Promise \{ 1 \}\nAdd await/);
  });

  it("keeps console lines in order across stdout and stderr", async () => {
    const { outputs } = await kernel.run(
      "console.log('a', { b: [1] }); console.error('c'); console.table([{ d: 1 }]); process.stdout.write('e'); console.info('%d', 5)",
    );
    const streams = outputs.map((output) =>
      output.type === "stream" ? `${output.name}: ${output.text}` : "",
    );
    assert.deepEqual(streams.slice(0, 2), ["stdout: a { b: [ 1 ] }\n", "stderr: c\n"]);
    assert.match(streams.join(""), /│ d │/);
    assert.match(streams.join(""), /stdout: estdout: 5\n$/);
  });

  it("prints tensors readably", async () => {
    await kernel.value('import { tensor } from "tokenwise";');
    const { stdout } = await kernel.run("console.log(tensor([[1, 2]]), [tensor([1])])");
    assert.match(stdout, /tensor\(\[\[1\., 2\.\]\]\)/);
    assert.doesNotMatch(stdout, /storage|strides/);
  });

  it("shows displays between prints, with their ids, and updates them in place", async () => {
    const { outputs } = await kernel.run(
      "console.log(1); const d = display('one', { id: 'd' }); console.log(2); d.update('two'); display({ a: 1 });",
    );
    const kinds = outputs.map((output) => output.type);
    assert.deepEqual(kinds, ["stream", "display", "stream", "display", "display"]);
    const [first, update, other] = outputs.filter((output) => output.type === "display");
    assert.deepEqual(first?.data, { "text/plain": "one" });
    assert.equal(first?.displayId, "d");
    assert.equal(update?.update, true);
    assert.equal(update?.displayId, "d");
    assert.deepEqual(update?.data, { "text/plain": "two" });
    assert.deepEqual(other?.data, { "text/plain": "{ a: 1 }" });
  });

  it("updates a display of an earlier cell", async () => {
    await kernel.value("const across = display(1); undefined");
    const [update] = await displays("across.update(2)");
    assert.equal(update?.update, true);
  });

  it("lets values draw themselves, also with a promise of a bundle", async () => {
    const { outputs } = await kernel.run(
      '({ [Symbol.for("Jupyter.display")]: () => ({ "text/html": "<b>x</b>", "text/plain": "x" }) })',
    );
    assert.deepEqual(outputs, [{ type: "result", data: { "text/html": "<b>x</b>", "text/plain": "x" } }]);
    const late = await displays(
      'display({ async [Symbol.for("Jupyter.display")]() { await null; return { "image/png": new Uint8Array([1, 2]) }; } });',
    );
    assert.deepEqual(late[0]?.data, { "image/png": "AQI=" });
  });

  it("fails with a clear error when a value draws itself wrongly", async () => {
    const { error } = await kernel.run('({ [Symbol.for("Jupyter.display")]: () => "text" })');
    assert.match(error?.message ?? "", /must give a MIME bundle.*not 'text'/);
  });

  it("shows images, SVG, HTML, Markdown and JSON", async () => {
    writeFileSync(join(kernel.folder, "p.png"), Buffer.from("89504e470d0a1a0a00", "hex"));
    const shown = await displays(
      `display(require("fs").readFileSync("p.png")); display.image(new Uint8Array([255, 216, 255, 0]));
       display.svg("<svg/>"); display.html("<i>h</i>"); display.markdown("# m"); display.json({ j: [1] });`,
    );
    const mimes = shown.map(({ data }) => Object.keys(data)[0]);
    assert.deepEqual(mimes, [
      "image/png",
      "image/jpeg",
      "image/svg+xml",
      "text/html",
      "text/markdown",
      "application/json",
    ]);
    assert.equal(shown[0]?.data["image/png"], "iVBORw0KGgoA");
    assert.deepEqual(shown[5]?.data["application/json"], { j: [1] });
  });

  it("takes an image's bytes as a response gives them, and says what it takes otherwise", async () => {
    const png = await displays("display.image(new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10]).buffer);");
    assert.equal(png[0]?.data["image/png"], "iVBORw0KGgo=");
    const refused: [string, RegExp][] = [
      ["display.image('a.png' as any)", /as fs\.readFileSync gives them, not 'a\.png'/],
      ["display.html(undefined as any)", /display\.html takes a text, not undefined/],
      ["display.svg(5 as any)", /display\.svg takes a text, not 5/],
    ];
    for (const [code, message] of refused)
      assert.match((await kernel.run(code)).error?.message ?? "", message);
  });

  it("gives notebooks only what they can hold, whatever a value draws", async () => {
    const draw = (bundle: string) => `display({ [Symbol.for("Jupyter.display")]: () => (${bundle}) });`;
    const [shown] = await displays(
      draw("{ 'text/plain': 5, 'text/html': ['<b>', '</b>'], 'image/png': new Uint8Array([1, 2]).buffer, 'application/json': [5], 'text/x': undefined }"), // prettier-ignore
    );
    assert.deepEqual(shown?.data, {
      "text/plain": "5",
      "text/html": "<b></b>",
      "image/png": "AQI=",
      "application/json": [5],
    });
    const { error } = await kernel.run(draw("{ 'text/html': { b: 1 } }"));
    assert.match(error?.message ?? "", /must give text or bytes for text\/html, not/);
  });

  it("names a display by whatever id, and keeps its inside to itself", async () => {
    const [shown] = await displays("const named = display('x', { id: 5 as any });");
    assert.equal(shown?.displayId, "5");
    assert.equal((await kernel.run("console.log(named)")).stdout, "DisplayHandle { id: '5' }\n");
  });

  it("begins each cell without the groups that another has left open", async () => {
    await kernel.run("console.group('a'); console.groupCollapsed('b'); throw new Error('within')");
    assert.equal(
      (await kernel.run("console.log('x'); console.group(); console.log('y')")).stdout,
      "x\n  y\n",
    );
  });

  it("lets streams be piped into stdout to their end", async () => {
    const { stdout, shown } = await kernel.run(
      `const { pipeline } = await import("node:stream/promises");
       const { Readable } = await import("node:stream");
       for (let i = 0; i < 2; i++) await pipeline(Readable.from(["a\\n", "b\\n"]), process.stdout);
       "ended"`,
    );
    assert.deepEqual([stdout, shown], ["a\nb\na\nb\n", "'ended'"]);
  });

  it("shows an array of objects as a table, escaped, without running getters", async () => {
    const { outputs } = await kernel.run(
      "[{ name: '<b>', n: 1 }, { n: 2, get bad() { throw new Error('ran') } }]",
    );
    const [result] = outputs;
    assert.ok(result?.type === "result");
    assert.match(result.data["text/html"] as string, /<td>&lt;b&gt;<\/td>.*\[Getter\]/);
    assert.match(result.data["text/plain"] as string, /^name {2}n {2}bad\n/);
    assert.equal(await kernel.value("[1, { a: 1 }]"), "[ 1, { a: 1 } ]");
    assert.equal(await kernel.value("[{ a: 1 }, , { a: 2 }]"), "[ { a: 1 }, <1 empty item>, { a: 2 } ]");
  });

  it("draws a progress bar that updates in place, from a synchronous loop", async () => {
    const shown = await displays(
      `import { progress } from "tokenwise";
       const bar = progress(30, { label: "train" });
       for (const step of bar) { const end = Date.now() + 10; while (Date.now() < end); bar.update(step + 1, { loss: 1 / (step + 1) }); }`,
    );
    const [first, ...updates] = shown;
    assert.equal(first?.update, false);
    assert.ok(updates.length >= 2 && updates.length <= 8, `${updates.length} updates`);
    assert.ok(updates.every(({ displayId, update }) => update && displayId === first?.displayId));
    const last = updates.at(-1)?.data["application/vnd.tokenwise.progress.v1+json"] as Record<
      string,
      unknown
    >;
    assert.equal(last["step"], 30);
    assert.equal(last["done"], true);
    assert.match(updates.at(-1)?.data["text/plain"] as string, /^train 30\/30 \(100 %\).*loss/);
  });

  it("ends a progress bar whose loop is left early, and refuses a negative number", async () => {
    const shown = await displays("for (const i of progress([1, 2, 3])) if (i === 2) break;");
    const last = shown.at(-1)?.data["application/vnd.tokenwise.progress.v1+json"] as Record<string, unknown>;
    assert.deepEqual([last["done"], last["step"], last["total"]], [true, 1, 3]);
    assert.match((await kernel.run("progress(-1)")).error?.message ?? "", /from 0 up/);
  });

  it("sends output of a synchronous loop while it runs, after 1 MB in its middle too", async () => {
    const folder = mkdtempSync(join(tmpdir(), "tokenwise-outputs-"));
    // Each step waits, without giving way, until what was printed in the step before has been seen here.
    const code = `const { existsSync } = await import("node:fs");
      for (let i = 0; i < 5; i++) {
        console.log(i === 2 ? "x".repeat(1_000_000) : "line " + i);
        while (i > 0 && !existsSync(${JSON.stringify(folder)} + "/" + (i - 1)));
      }`;
    let step = 0;
    const cell = { id: "loop", number: 1, code, language: "typescript" };
    const { status } = await kernel.process.execute(cell, (output) => {
      if (output.type === "stream" && /^(line \d|x+)\n$/.test(output.text)) {
        writeFileSync(join(folder, String(step++)), "");
      }
    });
    rmSync(folder, { recursive: true });
    assert.deepEqual([status, step], ["ok", 5]);
  });

  it("shows numbers and tensors of one beside a bar, and refuses what is none", async () => {
    const shown = await displays(
      'import { progress, tensor } from "tokenwise"; progress(2).update(2, { loss: tensor([0.5]) });',
    );
    assert.match(shown.at(-1)?.data["text/plain"] as string, /loss 0\.5/);
    const message = async (call: string) =>
      (await kernel.run(`progress(3, null as any).update(${call})`)).error?.message;
    assert.equal(await message("NaN"), "update takes the step as a number, not NaN.");
    assert.equal(await message("1, { loss: 'low' as any }"), "update shows numbers: loss is 'low'.");
    assert.equal(await message("1, null as any"), undefined);
  });

  it("gives late output to the cell that caused it", async () => {
    const late = await kernel.run("setTimeout(() => { console.log('late'); display('drawn'); }, 60); 1");
    const next = await kernel.run(
      "await new Promise((resolve) => setTimeout(resolve, 150)); console.log('own')",
    );
    assert.equal(next.stdout, "own\n");
    assert.deepEqual(
      late.outputs.slice(1).map((output) => output.type),
      ["stream", "display"],
    );
  });

  it("gives what children print to the cell that started them, though others run meanwhile", async () => {
    const script = (name: string) =>
      `["-c", "echo ${name} early; sleep 0.2; echo ${name} late; echo ${name} error >&2"]`;
    const first = await kernel.run(
      `import { spawn, spawnSync } from "node:child_process";
       spawn("sh", ${script("first")}, { stdio: "inherit" }); undefined`,
    );
    const second = await kernel.run(
      `spawn("sh", ${script("second")}, { stdio: ["ignore", process.stdout, 2] });
       spawnSync("echo", ["sync"], { stdio: "inherit" });
       for (const end = Date.now() + 400; Date.now() < end;);`,
    );
    await kernel.run("await new Promise((resolve) => setTimeout(resolve, 30))");
    const printed = ({ outputs }: typeof first) =>
      outputs.map((output) => (output.type === "stream" ? `${output.name}: ${output.text}` : "")).sort();
    assert.deepEqual(printed(first), [
      "stderr: first error\n",
      "stdout: first early\n",
      "stdout: first late\n",
    ]);
    assert.deepEqual(printed(second), [
      "stderr: second error\n",
      "stdout: second early\n",
      "stdout: second late\n",
      "stdout: sync\n",
    ]);
  });

  it("leaves out the middle of 200,000 lines and says how much", async () => {
    const { stdout } = await kernel.run("for (let i = 1; i <= 200_000; i++) console.log('line ' + i)");
    const lines = stdout.split("\n");
    assert.equal(lines[0], "line 1");
    assert.equal(lines.at(-2), "line 200000");
    const omitted = Number(
      /\[\.\.\. ([\d,]+) lines left out here \.\.\.\]/.exec(stdout)?.[1]?.replaceAll(",", ""),
    );
    const printed = lines.filter((line) => line.startsWith("line ")).length;
    assert.equal(printed + omitted, 200_000);
    assert.ok(printed < 20_000);
  });

  it("shows what a loop prints after a flood as it happens, though it never gives way", async () => {
    const code = `for (let i = 0; i < 20_000; i++) console.log("flood");
      for (const end = Date.now() + 20_000; Date.now() < end;) {
        for (const next = Date.now() + 100; Date.now() < next;);
        console.log("epoch");
      }`;
    let text = "";
    let stopped: Promise<unknown> | undefined;
    const cell = { id: "flood", number: 1000, code, language: "typescript" };
    const { status } = await kernel.process.execute(cell, (output) => {
      if (output.type === "stream") text += output.text;
      if (text.includes("epoch")) stopped ??= kernel.process.interrupt();
    });
    await stopped;
    assert.equal(status, "interrupted", "it was shown at the end only");
    assert.match(text, /lines left out here[^]*flood\nepoch\n/);
  });

  const deaths = {
    SIGKILL: "process.kill(process.pid, 'SIGKILL'); for (;;);",
    "out of memory": "const kept = []; for (;;) kept.push(new Array(10_000).fill({}))",
  };
  for (const [name, code] of Object.entries(deaths))
    it(`keeps the end of a flood when the kernel dies: ${name}`, async () => {
      const other = new TestKernel({ heapMb: 64 });
      const flood = "for (let i = 0; i < 10_000; i++) console.log(i);\nconsole.log('last words');";
      const { status, stdout } = await other.run(`${flood}\n${code}`);
      await other.dispose();
      assert.equal(status, "dead");
      assert.match(stdout, /lines left out here[^]*9999\nlast words\n$/);
    });

  it("prints on after a stop in the middle of a print", async () => {
    for (let i = 0; i < 3; i++) {
      const running = kernel.run("for (;;) console.log('again')");
      setTimeout(() => void kernel.process.interrupt(), 30);
      assert.equal((await running).status, "interrupted");
      assert.equal((await kernel.run("console.log('still')")).stdout, "still\n");
    }
  });

  it("takes what Node's stdout takes: callbacks, encodings, views; and refuses what that refuses", async () => {
    const { stdout } = await kernel.run(
      `await new Promise<void>((done) => process.stdout.write("a", () => process.stdout.write("62", "hex", () => done())));
       process.stdout.write(new Uint8Array(new Uint16Array([0x6463]).buffer));
       console.log(process.stdout.write("e"), process.stdout.writableLength);`,
    );
    assert.equal(stdout, "abcdetrue 0\n");
    assert.equal((await kernel.run("process.stdout.write(5 as any)")).error?.name, "TypeError");
    assert.equal((await kernel.run("process.stdout.write(null as any)")).error?.name, "TypeError");
  });

  it("leaves out the middle of one enormous line", async () => {
    const { stdout } = await kernel.run("process.stdout.write('a'.repeat(5_000_000) + 'end')");
    assert.ok(stdout.length < 1_000_000);
    assert.match(stdout, /characters left out here[^]*aend$/);
  });

  it("leaves out the middle of 20,000 displays and says how much", async () => {
    const { outputs, stdout } = await kernel.run("for (let i = 1; i <= 20_000; i++) display(i)");
    const texts = outputs.flatMap((output) => (output.type === "display" ? [output.data["text/plain"]] : []));
    assert.equal(texts[0], "1");
    assert.equal(texts.at(-1), "20000");
    const omitted = /^\n\[\.\.\. ([\d,]+) outputs left out here \.\.\.\]\n\n$/.exec(stdout)?.[1];
    assert.equal(texts.length + Number(omitted?.replaceAll(",", "")), 20_000);
    assert.ok(texts.length < 1000);
  });

  it("bounds the size of displays, and never their updates", async () => {
    const large = await kernel.run("for (let i = 0; i < 100; i++) display('x'.repeat(1_000_000))");
    assert.ok(large.outputs.length < 90);
    assert.match(large.stdout, /outputs left out here/);
    const [only, ...updates] = await displays(
      "const one = display(0); for (let i = 1; i <= 2000; i++) one.update(i)",
    );
    assert.equal(only?.update, false);
    assert.equal(updates.at(-1)?.data["text/plain"], "2000");
  });

  it("changes displays that are still kept back", async () => {
    const shown = await displays(
      "for (let i = 0; i < 600; i++) display(i);\nconst last = display('before'); last.update('after');",
    );
    assert.deepEqual([shown.at(-1)?.update, shown.at(-1)?.data["text/plain"]], [false, "after"]);
    const all = await displays(
      "const handles = []; for (let i = 0; i < 2000; i++) handles.push(display(i));\nfor (const handle of handles) handle.update('new')",
    );
    const known = new Set(all.filter(({ update }) => !update).map(({ displayId }) => displayId));
    assert.deepEqual(
      all.filter(({ displayId }) => !known.has(displayId)),
      [],
    );
  });

  it("fails in the cell that shows what is not JSON, also where displays are kept back", async () => {
    const circle = await kernel.run("const circle: any = {}; circle.self = circle;\ndisplay.json(circle)");
    assert.match(circle.error?.stack ?? "", /^TypeError: Converting circular[^]*at Cell \d+, line 2$/);
    const late = await kernel.run("for (let i = 0; i < 600; i++) display(i);\ndisplay.json(1n)");
    assert.match(late.error?.stack ?? "", /^TypeError: .*BigInt\n {4}at Cell \d+, line 2$/);
    assert.equal(await kernel.value("1 + 1"), "2");
  });

  it("joins a character whose bytes are written one by one, and prints after stdout was destroyed", async () => {
    const { stdout } = await kernel.run(
      "for (const byte of Buffer.from('é')) process.stdout.write(Buffer.of(byte));\nprocess.stdout.destroy();",
    );
    assert.equal(stdout, "é");
    assert.equal((await kernel.run("console.log('still')")).stdout, "still\n");
  });

  it("refuses progress over async iterables, texts and parts of a step", async () => {
    const message = async (of: string) =>
      (await kernel.run(`{ const { progress } = await import("tokenwise"); progress(${of} as any) }`)).error
        ?.message ?? "";
    assert.match(await message("(async function* () {})()"), /async iterable: make const bar/);
    assert.match(await message("'abc'"), /not 'abc'/);
    assert.match(await message("null"), /not null/);
    assert.match(await message("1.5"), /whole number of steps/);
  });

  it("asks for input, and says when there is none", async () => {
    kernel.process.onInput((prompt) => Promise.resolve(prompt === "Name? " ? "Ada" : undefined));
    assert.equal(await kernel.value("await input('Name? ')"), "'Ada'");
    assert.match((await kernel.run("await input('other')")).error?.message ?? "", /There is no input/);
  });

  it("runs JavaScript cells as they are", async () => {
    assert.equal((await kernel.run("const js = 1; js + 1", { language: "javascript" })).shown, "2");
    assert.equal(
      (await kernel.run("const t: number = 1", { language: "javascript" })).error?.name,
      "SyntaxError",
    );
  });

  it("tells whether code is complete", async () => {
    const is = (code: string) => kernel.process.isComplete(code, "typescript");
    assert.equal(await is("const a: number = 1"), "complete");
    assert.equal(await is("for (const a of b) {"), "incomplete");
    assert.equal(await is("const s = `open"), "incomplete");
    assert.equal(await is("const = 3; 1"), "invalid");
  });
});
