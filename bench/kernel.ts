// How quick the kernel answers: `npm run bench:kernel` writes bench/kernel.md. The built kernel runs as an editor runs it,
// as a child process with the host in this one.
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import prettier from "prettier";
import { compileCell } from "../src/kernel/compile/compileCell.ts";
import { stripTypes } from "../src/kernel/compile/stripTypes.ts";
import type { CellOutput } from "../src/protocol/messages.ts";
import { TestKernel } from "../test/kernel/startKernel.ts";
import { median } from "./speed/measure.ts";

const node = process.env["TOKENWISE_TEST_NODE"] ?? process.execPath;
const trivial = "const a: number = 1;\na + 1";
const thirtyLines = `import { nn, randn, type Tensor } from "tokenwise";

interface Options {
  width: number;
  eps?: number;
}

enum Kind {
  Layer,
  Rms,
}

class Block<T extends Options> {
  private readonly norm: nn.LayerNorm;
  constructor(protected readonly options: T, public kind: Kind = Kind.Layer) {
    this.norm = new nn.LayerNorm(options.width, { eps: options.eps ?? 1e-5 });
  }

  forward(x: Tensor): Tensor {
    const y = this.norm.forward(x) as Tensor;
    return this.kind === Kind.Rms ? y.mul(2) : y;
  }
}

const sizes = [8, 16] satisfies number[];
const blocks: Block<Options>[] = sizes.map((width) => new Block<Options>({ width }));
const shapes = blocks.map((block, i): readonly number[] => block.forward(randn([1, 4, sizes[i]!])).shape);
console.log(shapes!);
`;

interface Times {
  median: number;
  fastest: number;
}

const times = (all: readonly number[]): Times => ({ median: median(all), fastest: Math.min(...all) });
const ms = (value: number) => `${value.toFixed(value < 10 ? 2 : 0)} ms`;

async function timed(run: () => unknown): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

/** From the start of the process to the end of its first cell, and that less what Node itself needs to start. */
async function firstCell(): Promise<{ wall: Times; bare: Times; processor: Times }> {
  const [wall, bare, processor]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < 15; round++) {
    bare.push(await timed(() => spawnSync(node, ["-e", "0"])));
    const start = performance.now();
    const kernel = new TestKernel();
    await kernel.value(trivial);
    wall.push(performance.now() - start);
    const used = await kernel.value("const { user, system } = process.cpuUsage(); (user + system) / 1000");
    processor.push(Number(used));
    await kernel.dispose();
  }
  return { wall: times(wall), bare: times(bare), processor: times(processor) };
}

async function warmCell(): Promise<Times> {
  const kernel = new TestKernel();
  const all: number[] = [];
  for (let i = 0; i < 1200; i++) all.push(await timed(() => kernel.value(trivial)));
  await kernel.dispose();
  return times(all.slice(200));
}

async function stripping(compile: (source: string) => unknown): Promise<Times> {
  const all: number[] = [];
  for (let i = 0; i < 2000; i++) all.push(await timed(() => compile(thirtyLines)));
  return times(all.slice(1000));
}

/** A tensor of 64 MB: how long a cell takes that keeps or shows it, and how much of it crosses to the host. */
async function largeTensor(): Promise<string[][]> {
  const kernel = new TestKernel();
  await kernel.value('import { zeros } from "tokenwise"; const big = zeros([4096, 4096]); big.size');
  const rows: string[][] = [];
  for (const [name, code] of [
    ["kept", "const again = big; undefined"],
    ["the last expression", "big"],
    ["display(tensor)", "display(big); undefined"],
    ["console.log(tensor)", "console.log(big)"],
  ] as const) {
    const sizes: number[] = [];
    const all: number[] = [];
    for (let i = 0; i < 9; i++) {
      let outputs: CellOutput[] = [];
      all.push(await timed(async () => ({ outputs } = await kernel.run(code))));
      sizes.push(JSON.stringify(outputs).length);
    }
    rows.push([name, ms(median(all)), `${median(sizes)} bytes`]);
  }
  const views: [string, () => Promise<unknown>][] = [
    ["its line in the list of variables", () => kernel.process.variables()],
    ["opened as a heat map (a sample of it)", () => kernel.process.showVariable("big")],
  ];
  for (const [name, view] of views) {
    const all: number[] = [];
    for (let i = 0; i < 5; i++) all.push(await timed(view));
    rows.push([name, ms(median(all)), `${JSON.stringify(await view()).length} bytes`]);
  }
  await kernel.dispose();
  return rows;
}

function table(head: string[], rows: string[][]): string {
  return [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

const load = loadavg()[0]!;
const first = await firstCell();
const warm = await warmCell();
const strip = await stripping(stripTypes);
const compile = await stripping((source) => compileCell(source, "typescript"));
const line = (name: string, aim: string, { median: middle, fastest }: Times) => [
  name,
  aim,
  ms(middle),
  ms(fastest),
];
const page = `# How quick the kernel answers

\`npm run bench:kernel\` writes this page. Measured on Node ${spawnSync(node, ["--version"], { encoding: "utf8" }).stdout.trim()}, ${cpus().length} cores (${cpus()[0]?.model.trim()}), while the machine's load
was ${load.toFixed(1)}: above ${cpus().length} other work took its turns, and the fastest run is nearer to what a quiet machine gives. The first cell is
also given as processor time, which waits for nobody.

${table(
  ["what", "aim", "median", "fastest"],
  [
    line("a trivial cell once warm, from the host's handler to its end", "5 ms", warm),
    line("the first cell of a new kernel, from the start of its process", "400 ms", first.wall),
    line("the same, processor time of the kernel", "", first.processor),
    line("a Node that does nothing, start to end", "", first.bare),
    line("types stripped from 30 lines, warm", "0.5 ms", strip),
    line("the whole compilation of these lines", "", compile),
  ],
)}

The first cell takes ${(first.wall.median / first.bare.median).toFixed(1)} times what Node itself needs to start and end.

## A tensor of 64 MB

What crosses to the host as JSON, for the tensor's 67,108,864 bytes. Its values stay in the kernel.

${table(["what", "median", "crosses"], await largeTensor())}
`;
const target = fileURLToPath(new URL("kernel.md", import.meta.url));
writeFileSync(
  target,
  await prettier.format(page, { ...(await prettier.resolveConfig(target)), parser: "markdown" }),
);
console.log(page);
