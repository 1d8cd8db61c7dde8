import asc from "assemblyscript/asc";
import { withRelaxedSimd } from "../../src/kernel/relaxedSimd.ts";
import { wideVectors } from "../../src/kernel/wideVectors.ts";

type Run = (a: number, b: number, out: number, steps: number) => void;

const rows = 6;
const steps = 20_000;
const lines = (count: number, line: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => line(i)).join("\n");

/** The multiplications and additions of a tile that is so many vectors wide, always with the same few numbers. */
const source = (vectors: number) => `export function run(a: usize, b: usize, out: usize, steps: i32): void {
  ${lines(rows * vectors, (i) => `let c${i} = f32x4.splat(0);`)}
  while (steps-- > 0) {
    ${lines(vectors, (v) => `const y${v} = v128.load(b, ${16 * v});`)}
    ${lines(rows, (row) => `const x${row} = v128.load32_splat(a, ${4 * row});`)}
    ${lines(rows * vectors, (i) => `c${i} = f32x4.relaxed_madd(x${Math.floor(i / vectors)}, y${i % vectors}, c${i});`)}
  }
  ${lines(rows * vectors, (i) => `v128.store(out, c${i}, ${16 * i});`)}
}`;

async function compiled(vectors: number): Promise<() => void> {
  const { binary, stderr } = await asc.compileString(source(vectors), {
    optimizeLevel: 3,
    runtime: "stub",
    initialMemory: 1,
    enable: ["simd", "relaxed-simd"],
  });
  if (!binary) throw new Error(stderr.toString());
  const module = withRelaxedSimd(() => new WebAssembly.Module(binary as Uint8Array<ArrayBuffer>));
  const { run } = new WebAssembly.Instance(module).exports as unknown as { run: Run };
  return () => run(1024, 2048, 4096, steps);
}

/** Milliseconds of runs, of which the fastest counts: enough for V8's optimizing compiler on a busy machine. */
const atLeast = 2000;

/** GFLOP/s of the fastest of many runs. */
function fastest(run: () => void, vectors: number): number {
  let best = Infinity;
  const end = performance.now() + atLeast;
  for (let start = performance.now(); start < end; start = performance.now()) {
    run();
    best = Math.min(best, performance.now() - start);
  }
  return (rows * vectors * 4 * 2 * steps) / best / 1e6;
}

/**
 * The most multiplications and additions of float32 that WebAssembly reaches on one core: in vectors of 128 bits, and in pairs of them
 * that V8 joins. NaN where this Node has no relaxed SIMD or does not join vectors.
 */
export async function peaks(): Promise<{ narrow: number; wide: number }> {
  const [narrow, wide] = [2, 4];
  try {
    const [one, pairs] = [await compiled(narrow), await compiled(wide)];
    wideVectors?.optimize(pairs);
    return { narrow: fastest(one, narrow), wide: wideVectors ? fastest(pairs, wide) : NaN };
  } catch (error) {
    if (error instanceof WebAssembly.CompileError) return { narrow: NaN, wide: NaN };
    throw error;
  }
}
