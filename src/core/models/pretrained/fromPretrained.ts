import { checkArgument, checkOptions, flag, text } from "../../arguments.ts";
import type { Tensor } from "../../tensor.ts";
import { withoutInit } from "../../nn/init.ts";
import type { BERT } from "../bert.ts";
import type { GPT } from "../gpt.ts";
import type { Llama } from "../llama.ts";
import { Tokenizer } from "../tokenizer.ts";
import type { Architecture } from "./architecture.ts";
import { bert } from "./bert.ts";
import { CheckpointFiles } from "./checkpointFiles.ts";
import { CheckpointError, type Config } from "./config.ts";
import { gpt2 } from "./gpt2.ts";
import { llama } from "./llama.ts";
import { convertWeights } from "./weightMap.ts";

export interface PretrainedOptions {
  /** Whether tensors that the model does not use are refused. */
  strict?: boolean;
}

/**
 * A model from a local folder in the Hugging Face layout: config.json, model.safetensors (or several, with their index; F32, F16 or BF16),
 * and, where it is there, tokenizer.json, which becomes `model.tokenizer`. Reads GPT-2, BERT and Llama; the model is in eval mode.
 *
 * @throws CheckpointError that names the file and the field that is wrong
 */
export async function fromPretrained(
  folder: string,
  options: PretrainedOptions = {},
): Promise<GPT | BERT | Llama> {
  checkArgument("fromPretrained", "folder", folder, text);
  const { strict = true } = checkOptions("fromPretrained", options, { strict: flag });
  const checkpoint = new CheckpointFiles(folder);
  const config = await checkpoint.config();
  const type = config.oneOf("model_type", ["gpt2", "bert", "llama"]);
  const tokenizer = await loadTokenizer(checkpoint);
  const weights = await checkpoint.weights();
  const model =
    type === "gpt2"
      ? assemble(gpt2, config, weights, strict)
      : type === "bert"
        ? assemble(bert, config, weights, strict)
        : assemble(llama, config, weights, strict);
  model.tokenizer = tokenizer;
  return model.eval();
}

function assemble<Options>(
  architecture: Architecture<Options>,
  config: Config,
  weights: Readonly<Record<string, Tensor>>,
  strict: boolean,
): GPT | BERT | Llama {
  const { prefix, ignored, layerField } = architecture;
  const own = withoutPrefix(weights, prefix);
  const options = architecture.options(config, (name) => Object.hasOwn(own, name));
  const lengths = architecture.lengths(options);
  const state = convertWeights(own, architecture.sources(options), { ignored, strict, lengths, layerField });
  const model = withoutInit(() => build(architecture, options));
  model.loadStateDict(state);
  return model;
}

/** What the model itself refuses (heads that do not divide the features) was asked for by the config. */
function build<Options>(architecture: Architecture<Options>, options: Options): GPT | BERT | Llama {
  try {
    return architecture.build(options);
  } catch (cause) {
    throw new CheckpointError(`config.json: ${(cause as Error).message}`, { cause });
  }
}

/** Checkpoints of a bare model have no prefix; old ones call a norm's weight and bias gamma and beta. */
function withoutPrefix(weights: Readonly<Record<string, Tensor>>, prefix: string): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(weights).map(([name, tensor]) => {
      const own = name.startsWith(prefix) ? name.slice(prefix.length) : name;
      return [own.replace(/\.gamma$/, ".weight").replace(/\.beta$/, ".bias"), tensor];
    }),
  );
}

async function loadTokenizer(checkpoint: CheckpointFiles): Promise<Tokenizer | null> {
  const definition = await checkpoint.jsonIfThere("tokenizer.json");
  if (definition === undefined) return null;
  return new Tokenizer(definition, await checkpoint.jsonIfThere("tokenizer_config.json"));
}
