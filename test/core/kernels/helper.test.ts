import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import fc from "fast-check";
import type { Kernels, Matrix } from "../../../src/core/kernels/kernels.ts";
import { simdKernels, type ProductExports } from "../../../src/core/kernels/simd/index.ts";
import { bytesOf, startHelper } from "../../../src/kernel/simd.ts";
import { compile, instantiate, sharedMemory } from "../../../src/kernel/simdModule.ts";
import { wideVectors } from "../../../src/kernel/wideVectors.ts";

const dist = resolve(import.meta.dirname, "../../../dist");
const name = compile(resolve(dist, "kernels.relaxed.wasm")) ? "kernels.relaxed" : "kernels";

function kernelsWith(start?: () => ProductExports | null): Kernels {
  const exports = instantiate(compile(resolve(dist, `${name}.wasm`))!);
  return simdKernels({
    exports,
    relaxed: name.endsWith("relaxed"),
    bytesOf,
    ...(wideVectors && { wideVectors }),
    ...(start && { startHelper: start }),
  });
}

/** Memory to share with a helper that never comes. */
const sharedAlone = () => instantiate(compile(resolve(dist, `${name}.shared.wasm`))!, sharedMemory());

const numbers = (length: number, factor: number) =>
  new Float32Array(length).map((_, i) => ((i * factor) % 1013) / 1013 - 0.5);

type Spoil = (a: Float32Array, b: Float32Array, indexOfB: (row: number, column: number) => number) => void;

/** Operands of a product, b laid out as a weight is or row by row; with `owner` it may be kept. */
function operands(m: number, k: number, n: number, isWeight: boolean, spoil?: Spoil) {
  const [a, b] = [numbers(m * k, 7), numbers(k * n, 11)];
  const bias = numbers(n, 7);
  const strides = isWeight ? { rowStride: 1, columnStride: k } : { rowStride: n, columnStride: 1 };
  spoil?.(a, b, (row, column) => row * strides.rowStride + column * strides.columnStride);
  return (kernels: Kernels, owner?: object): Buffer => {
    const left: Matrix = { data: a, offset: 0, rowStride: k, columnStride: 1 };
    const right: Matrix = { data: b, offset: 0, ...strides, contents: owner ? { owner, version: 1 } : null };
    const out = new Float32Array(m * n).fill(NaN);
    kernels.matmul(left, right, m, k, n, out, bias);
    if (!spoil) assert.ok(!out.includes(NaN));
    return Buffer.from(out.buffer);
  };
}

/** Multiplications and additions of which a helper takes a share. */
const surelyLarge = 2 ** 22;
const shapes = [[200, 200, 110], [1500, 40, 75], [64, 768, 101], [130, 1600, 45], [7, 800, 801], [140, 60, 1100]] as const; // prettier-ignore

describe("a helper thread", () => {
  const alone = kernelsWith();

  for (const [title, start] of [
    ["that helps", () => startHelper(dist, name)],
    ["that never comes", sharedAlone],
    ["that the host does not have", () => null],
  ] as const) {
    it(`${title} leaves every bit of a product as it is`, () => {
      const helped = kernelsWith(start);
      for (const [m, k, n] of shapes) {
        for (const isWeight of [true, false]) {
          const product = operands(m, k, n, isWeight);
          const expected = product(alone);
          const owner = {};
          for (let again = 0; again < 2; again++)
            assert.ok(product(helped, owner).equals(expected), `kept, ${m} x ${k} x ${n}`);
          assert.ok(product(helped).equals(expected), `${m} x ${k} x ${n}`);
        }
      }
    });
  }

  it("leaves every bit of products of any large shape as it is, and NaN and infinities in their rows and columns", () => {
    const helped = kernelsWith(() => startHelper(dist, name));
    const spoiler = fc.constantFrom(NaN, Infinity, -Infinity);
    const shape = fc.record({
      m: fc.integer({ min: 8, max: 260 }),
      k: fc.integer({ min: 16, max: 300 }),
      extra: fc.nat(40),
    });
    fc.assert(
      fc.property(
        shape,
        fc.boolean(),
        spoiler,
        spoiler,
        fc.nat(),
        ({ m, k, extra }, isWeight, ofA, ofB, at) => {
          const n = Math.ceil(surelyLarge / (m * k)) + extra;
          const [row, column] = [at % m, at % n];
          const product = operands(m, k, n, isWeight, (a, b, indexOfB) => {
            a[row * k + (at % k)] = ofA;
            b[indexOfB(at % k, column)] = ofB;
          });
          const expected = product(alone);
          for (const owner of [{}, undefined])
            assert.ok(product(helped, owner).equals(expected), `${m} x ${k} x ${n}`);
          const values = new Float32Array(expected.buffer, expected.byteOffset, m * n);
          const isSpoiled = (i: number) => Math.floor(i / n) === row || i % n === column;
          const wrong = values.findIndex((value, i) => Number.isFinite(value) === isSpoiled(i));
          assert.equal(wrong, -1, `element ${wrong} of ${m} x ${k} x ${n} is ${values[wrong]}`);
        },
      ),
      { numRuns: 25 },
    );
  });

  it("is asked for once, when the first large product comes", () => {
    let asked = 0;
    const kernels = kernelsWith(() => {
      asked++;
      return null;
    });
    operands(40, 40, 40, true)(kernels);
    assert.equal(asked, 0);
    const large = operands(200, 200, 110, true);
    for (let again = 0; again < 2; again++) large(kernels);
    assert.equal(asked, 1);
  });

  it("takes its share of what is packed where it has the time, and does not keep the process alive", () => {
    const script = `
      import { bytesOf, startHelper } from "./src/kernel/simd.ts";
      import { Helper, helperBytes } from "./src/core/kernels/simd/helper.ts";
      const { memory } = startHelper(${JSON.stringify(dist)}, ${JSON.stringify(name)});
      memory.grow(128);
      const slots = 2 ** 20;
      const left = slots + helperBytes;
      const right = left + 2 ** 13;
      new Float32Array(memory.buffer, left, 2 ** 12).fill(1);
      const product = { left, rows: 4, paddedRows: 4, steps: 8, right, columns: 24, panelColumns: 8, chunkRows: 4, chunkColumns: 8, bias: 0 };
      const helper = new Helper(memory, slots);
      const pause = () => new Promise((resolve) => setTimeout(resolve, 1));
      for (const ready of [1, 3]) {
        while (!helper.offer(product, ready)) await pause();
        const found = new Map();
        while (found.size < ready) {
          helper.collect((chunk, address) => found.set(chunk, new Float32Array(memory.buffer, address, 32)[0]));
          await pause();
        }
        console.log(JSON.stringify([[...found].sort(), helper.claim()]));
      }`;
    const { stdout, status, stderr } = spawnSync(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
      encoding: "utf8",
      cwd: resolve(dist, ".."),
      timeout: 20_000,
    }); // prettier-ignore
    assert.equal(status, 0, stderr);
    const [one, all] = stdout.trim().split("\n").map((line) => JSON.parse(line) as unknown); // prettier-ignore
    assert.deepEqual(one, [[[0, 8]], 1], "what is not packed stays for the first thread");
    assert.deepEqual(all, [[[0, 8], [1, 8], [2, 8]], 3]); // prettier-ignore
  });
});
