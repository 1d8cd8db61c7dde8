// The kernel's helper thread: tries wide registers where that is needed, and takes its share of large products of matrices (see
// core/kernels/simd/helper.ts). Nothing is sent to it but what it starts with; it ends with the process.
import { workerData } from "node:worker_threads";
import { help } from "../core/kernels/simd/helper.ts";
import { instantiate, type HelperData } from "./simdModule.ts";
import { managesWideVectors } from "./wideTrial.ts";

const { module, memory, trial, folder } = workerData as HelperData;
if (trial) Atomics.store(trial, 0, managesWideVectors(folder) ? 1 : 0);
help(instantiate(module, memory));
