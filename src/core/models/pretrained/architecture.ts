import type { BERT } from "../bert.ts";
import type { GPT } from "../gpt.ts";
import type { Llama } from "../llama.ts";
import type { Config } from "./config.ts";
import type { Lengths, WeightSource } from "./weightMap.ts";

/** How one family of checkpoints is read. */
export interface Architecture<Options> {
  /** What the names of the model's own tensors begin with, where there is a head beside it. */
  readonly prefix: string;
  /** Tensors that may be there without being used. */
  readonly ignored: RegExp;
  /** Reads and checks config.json. `has` tells which tensors there are. */
  options(config: Config, has: (name: string) => boolean): Options;
  /** What each field of config.json makes the lengths of the weights, so that an error can name the field. */
  lengths(options: Options): Lengths;
  /** The field that says how many layers there are. */
  readonly layerField: string;
  sources(options: Options): Iterable<WeightSource>;
  build(options: Options): GPT | BERT | Llama;
}
