import { tensor } from "../../core/index.ts";
import type { Tensor } from "../../core/index.ts";
import { axisBlocks } from "../axisBlocks.ts";
import { notChecked } from "./furtherChecks.ts";
import type { FurtherVerdict } from "./furtherChecks.ts";
import type { ProbeRun } from "./probeRun.ts";

const title = "Lengths";

/** Not bit for bit: a right model differs by 6e-7 between lengths, because its matrix products are cut up differently. */
const tolerance = 1e-5;

/**
 * Compares f(x[:t]) with f(x)[:t]: a probe at one length cannot see that a result depends on N.
 * Tolerance: 1e-5 of the largest |output|. "cannot tell" where f takes no shorter input.
 */
export function checkLengths(run: ProbeRun): FurtherVerdict {
  const { tokens } = run.layout;
  const lengths = [...new Set([1, tokens >> 1, tokens - 1])].filter(
    (length) => length >= 1 && length < tokens,
  );
  try {
    const leaking = lengths.find((length) => differsAt(run, length));
    const message =
      leaking === undefined
        ? `the first tokens come out the same for the shorter inputs of ${lengths.join(", ")} tokens`
        : `the first ${leaking} of ${tokens} tokens come out otherwise when the later ones are left out`;
    return { title, verdict: leaking === undefined ? "no leak found" : "leak shown", message };
  } catch (error) {
    return notChecked(title, error);
  }
}

function differsAt(run: ProbeRun, length: number): boolean {
  const short = run.execute(firstTokens(run.x.data, run.x.shape, run.layout.tokenAxis, length));
  const full = firstTokens(run.base, run.outputShape, run.outputTokenAxis, length);
  if (short.shape.join() !== full.shape.join())
    throw new RangeError(`${length} tokens in give the shape [${short.shape.join(", ")}]`);
  const scale = full.data.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  return full.data.some((value, i) => Math.abs(value - short.data[i]!) > tolerance * scale);
}

function firstTokens(data: Float32Array, shape: readonly number[], axis: number, length: number): Tensor {
  const { outer, size, inner } = axisBlocks(shape, axis);
  const cut = new Float32Array(outer * length * inner);
  for (let block = 0; block < outer; block++) {
    const start = block * size * inner;
    cut.set(data.subarray(start, start + length * inner), block * length * inner);
  }
  return tensor(
    cut,
    shape.map((full, at) => (at === axis ? length : full)),
  );
}
