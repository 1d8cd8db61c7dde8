// The kernel's helper thread: takes its share of large products of matrices (see core/kernels/simd/helper.ts). Nothing is sent to it
// but its module and the memory; it ends with the process.
import { workerData } from "node:worker_threads";
import { help } from "../core/kernels/simd/helper.ts";
import { instantiate, type HelperData } from "./simdModule.ts";

const { module, memory } = workerData as HelperData;
help(instantiate(module, memory));
