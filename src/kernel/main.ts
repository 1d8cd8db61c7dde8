// The child program that runs a notebook's cells. The host starts it by its path (see host/kernelProcess.ts).
import { useFiles } from "../core/files.ts";
import { useKernels } from "../core/kernels/kernels.ts";
import { rememberBuiltIns } from "./builtins.ts";
import { installCellGlobals } from "./cellGlobals.ts";
import { listen, send } from "./channel.ts";
import { captureOutput } from "./console.ts";
import { installStackFormat } from "./errors/stackFormat.ts";
import { reportLateErrors } from "./errors/lateErrors.ts";
import { hideAsyncIds, shortenTimers } from "./plainNodeObjects.ts";
import { keepLoopsStoppable } from "./keepLoopsStoppable.ts";
import { Kernel } from "./kernel.ts";
import { notebookFiles } from "./notebookFiles.ts";
import { nativeImport } from "./modules/nativeImport.ts";
import { loadSimdKernels } from "./simd.ts";

keepLoopsStoppable();
captureOutput();
installStackFormat();
hideAsyncIds();
shortenTimers();
installCellGlobals();
useFiles(notebookFiles);
const simd = loadSimdKernels(__dirname);
if (simd) useKernels(simd);
const kernel = new Kernel();
reportLateErrors((code) => kernel.exits(code));
rememberBuiltIns();
listen((message) => kernel.handle(message));
send({ type: "ready", pid: process.pid, node: process.version });
// Node's loader loads its own parts when they are first needed, and stays broken where a Stop ends that halfway.
void nativeImport("node:path", __filename);
