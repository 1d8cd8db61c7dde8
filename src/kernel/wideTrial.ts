import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * V8's versions in which all kernels were compiled for registers of 256 bits: Node 24's, 25's and 26's. One that begins to join what it cannot
 * ends the process, so that others, an editor's own among them, are tried in a process of their own.
 */
const tried = ["13.6", "14.1", "14.6"];
/** From here on V8 joins the vectors of our kernels. */
const first = 13.6;

const version = process.versions.v8.split(".", 2).join(".");

/** Whether V8 is known to manage all kernels. */
export const isKnown = process.arch === "x64" && tried.includes(version);

/** 1 once a trial has shown that V8 manages; undefined where none is needed, or where threads cannot tell each other. */
export const trial =
  process.arch === "x64" && !isKnown && Number(version) > first && typeof SharedArrayBuffer !== "undefined"
    ? new Int32Array(new SharedArrayBuffer(4))
    : undefined;

const files = ["kernels", "kernels.relaxed", "kernels.shared", "kernels.relaxed.shared"];
const flags = ["--no-liftoff", "--no-wasm-lazy-compilation", "--experimental-wasm-revectorize"];
/** Milliseconds; it takes a quarter of a second. */
const patience = 5_000;

/**
 * Whether this program's V8 compiles all functions of the modules in `folder` for registers of 256 bits: it may meet any of them while the
 * flag is set. Waits for it, so that it is the helper thread's to ask.
 */
export function managesWideVectors(folder: string, program = process.execPath): boolean {
  const paths = JSON.stringify(files.map((file) => join(folder, `${file}.wasm`)));
  const script = `for (const path of ${paths}) new WebAssembly.Module(require("node:fs").readFileSync(path));`;
  const { status } = spawnSync(program, [...flags, "-e", script], {
    // An editor's executable is its Node with this variable.
    env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" },
    // Where V8 ends it, the system may write its memory there.
    cwd: tmpdir(),
    stdio: "ignore",
    timeout: patience,
    killSignal: "SIGKILL",
    windowsHide: true,
  });
  return status === 0;
}
