import assert from "node:assert/strict";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { decodeMappings, encodeMappings } from "../../src/kernel/compile/mappings.ts";
import type { CellSource, DebuggerPort } from "../../src/protocol/messages.ts";
import { TestKernel } from "./startKernel.ts";

const decorated = `function plain(method: Function, _context: unknown) {
  return method;
}
class Model {
  @plain
  forward(): number {
    return 1;
  }
}
new Model().forward();`;

describe("a kernel that is debugged", () => {
  let kernel: TestKernel;
  const folders: string[] = [];
  before(() => (kernel = new TestKernel()));
  after(async () => {
    await kernel.dispose();
    for (const folder of folders) rmSync(folder, { recursive: true });
  });

  async function debug(cells: CellSource[] = []): Promise<DebuggerPort> {
    const port = (await kernel.process.debug(cells))!;
    folders[0] = port.folder;
    return port;
  }
  const answers = async (address: string): Promise<boolean> =>
    fetch(`http://${new URL(address).host}/json/version`).then(
      ({ ok }) => ok,
      () => false,
    );

  it("opens a port on the loopback address when asked, and closes it again", async () => {
    assert.equal(
      await kernel.value(`import inspector from "node:inspector"; String(inspector.url())`),
      "'undefined'",
    );
    const { address } = await debug();
    assert.equal(new URL(address).hostname, "127.0.0.1");
    assert.equal(await answers(address), true);
    const quiet = await kernel.run("1;");
    assert.equal(quiet.stderr, "", "Node's words on the port stay out of the cells");
    await kernel.process.debug(undefined);
    assert.equal(await answers(address), false);
  });

  it("has a file for the text of each cell that has run, before the debugger came or meanwhile", async () => {
    const cells = ["let before: number = 1;", "let meanwhile = 2;", "let never = 3;"].map((code, index) => ({
      id: `cell ${index} of a notebook`,
      number: index + 1,
      code,
      language: "typescript",
    }));
    await kernel.run(cells[0]!.code, cells[0]);
    const { folder, files } = await debug(cells);
    assert.equal(readFileSync(join(folder, files[0]!), "utf8"), cells[0]!.code);
    await kernel.run(cells[1]!.code, cells[1]);
    assert.equal(readFileSync(join(folder, files[1]!), "utf8"), cells[1]!.code);
    assert.ok(!readdirSync(folder).includes(files[2]!));
    assert.equal(new Set(files).size, 3);
    await kernel.process.debug(undefined);
  });

  it("maps what runs to places of the cell, and what the compiler has added to none", async () => {
    const { folder } = await debug();
    const known = new Set(readdirSync(folder));
    await kernel.run(decorated);
    const name = readdirSync(folder).find((file) => file.endsWith(".map") && !known.has(file))!;
    const map = JSON.parse(readFileSync(join(folder, name), "utf8")) as {
      sources: string[];
      mappings: string;
    };
    assert.equal(readFileSync(new URL(map.sources[0]!), "utf8"), decorated);
    const lines = decorated.split("\n");
    const places = decodeMappings(map.mappings).map((segments) =>
      segments.map((segment) => segment.slice(2)),
    );
    for (const [line, column] of places.flat()) assert.ok(column! <= lines[line!]!.length);
    assert.ok(
      places.filter((segments) => segments.length === 0).length > 20,
      "decorators' helpers have no place",
    );
    const first = new Set(places.map(([place]) => place?.[0]));
    for (const line of [0, 1, 3, 5, 6, 9]) assert.ok(first.has(line), `line ${line + 1}`);
    await kernel.process.debug(undefined);
  });

  it("writes mappings as source maps have them", () => {
    const mappings = [[[0, 0, 0, 0], [4, 0, 0, 700], [9]], [], [[2, 0, 31, 5]]];
    assert.equal(encodeMappings(mappings), "AAAA,IAA4rB,K;;EA+BvrB"); // As @jridgewell/sourcemap-codec writes them.
  });
});
