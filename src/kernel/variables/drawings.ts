import { Tensor } from "../../core/tensor.ts";
import { heatmap } from "../../probes/heatmap.ts";
import type { MimeBundle } from "../../protocol/messages.ts";
import { jupyterDisplay, mimeBundle } from "../display/mimeBundle.ts";
import { dataOf } from "./ownData.ts";
import { plainCopy } from "./plainCopy.ts";
import { preview } from "./preview.ts";
import { tensorArray } from "./tensorArray.ts";

/** How long a value may take to draw itself, in milliseconds. */
const patience = 3000;

/** Values that draw themselves outside of any cell. One that cannot, or takes too long, is shown as a short text. */
export class Drawings {
  private readonly waiting = new Set<() => void>();

  /** A tensor is drawn as a heat map of at most 256 rows and 512 columns, evenly taken. */
  show(name: string, value: unknown): Promise<MimeBundle> {
    return new Promise((resolve) => {
      const end = (bundle: MimeBundle) => {
        this.waiting.delete(giveUp);
        resolve(bundle);
      };
      const giveUp = () => end({ "text/plain": preview(value) });
      this.waiting.add(giveUp);
      setTimeout(giveUp, patience).unref();
      // In a turn of its own: when the value's code is terminated, nothing of this one is.
      setImmediate(() => draw(name, value).then(end, giveUp));
    });
  }

  /** Gives up all of them, because code was terminated that may be theirs. */
  stop(): void {
    for (const giveUp of this.waiting) giveUp();
  }
}

/** Whether a value has a method for it: that runs, as it was written for that; a getter does not. */
function drawsItself(value: unknown): boolean {
  const isObject = (typeof value === "object" && value !== null) || typeof value === "function";
  return isObject && typeof dataOf(value, jupyterDisplay) === "function";
}

async function draw(name: string, value: unknown): Promise<MimeBundle> {
  const array = tensorArray(value);
  if (array) return mimeBundle(heatmap(new Tensor(array), { title: name }));
  return mimeBundle(drawsItself(value) ? value : plainCopy(value));
}
