import type { Strided } from "../kernels.ts";
import { forEachLane, fuseAxes } from "./lanes.ts";

export function copy(x: Strided, shape: readonly number[], out: Float32Array): void {
  if (out.length === 0) return;
  const lanes = fuseAxes(shape, [x.strides]);
  const length = lanes.shape.at(-1)!;
  const step = lanes.strides[0]!.at(-1)!;
  const { data } = x;
  forEachLane(lanes, x.offset, 0, (to, from) => {
    if (step === 1) {
      for (let i = 0; i < length; i++) out[to + i] = data[from + i]!;
    } else {
      for (let i = 0; i < length; i++) out[to + i] = data[from + i * step]!;
    }
  });
}
