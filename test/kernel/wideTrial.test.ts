import assert from "node:assert/strict";
import { resolve } from "node:path";
import { Worker } from "node:worker_threads";
import { compile, sharedMemory, type HelperData } from "../../src/kernel/simdModule.ts";
import { isKnown, managesWideVectors } from "../../src/kernel/wideTrial.ts";

const dist = resolve(import.meta.dirname, "../../dist");

describe("a trial of wide registers", () => {
  it("succeeds in versions of V8 that are known to manage all kernels", () => {
    if (isKnown) assert.ok(managesWideVectors(dist));
  });

  it("fails where the program ends otherwise, or cannot be started", () => {
    const folder = resolve(dist, "no such folder");
    assert.equal(managesWideVectors(folder), false);
    assert.equal(managesWideVectors(dist, resolve(folder, "node")), false);
  });

  it("is the helper thread's work, which says what has come out", async () => {
    const trial = new Int32Array(new SharedArrayBuffer(4)).fill(-1);
    const module = compile(resolve(dist, "kernels.relaxed.shared.wasm"))!;
    const workerData: HelperData = { module, memory: sharedMemory(), trial, folder: dist };
    const worker = new Worker(resolve(dist, "helper.cjs"), { workerData, execArgv: [] });
    try {
      while (Atomics.load(trial, 0) === -1) await new Promise((resolve) => setTimeout(resolve, 5));
      if (isKnown) assert.equal(Atomics.load(trial, 0), 1);
    } finally {
      await worker.terminate();
    }
  });
});
