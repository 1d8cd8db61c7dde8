import { GPT } from "../gpt.ts";
import type { GPTOptions } from "../gpt.ts";
import type { Architecture } from "./architecture.ts";
import type { Config } from "./config.ts";
import { affine } from "./weightMap.ts";
import type { WeightSource } from "./weightMap.ts";

type Options = Required<
  Pick<GPTOptions, "vocabSize" | "blockSize" | "nLayer" | "nEmbd" | "nInner" | "tieWeights">
> &
  GPTOptions;

/** GPT-2's layout: fused query-key-value, all matrices as [in, out] (its Conv1D). */
export const gpt2: Architecture<Options> = {
  prefix: "transformer.",
  ignored: /^h\.\d+\.attn\.(masked_)?bias$|^lm_head\.weight$/,
  options,
  build: (given) => new GPT(given),
  lengths: ({ vocabSize, blockSize, nEmbd, nInner }) => ({
    vocab_size: [vocabSize],
    n_positions: [blockSize],
    n_embd: [nEmbd, 3 * nEmbd],
    n_inner: [nInner],
  }),
  layerField: "n_layer",
  sources,
};

function options(config: Config): Options {
  config.mustBe("scale_attn_weights", true);
  config.mustBe("scale_attn_by_inverse_layer_idx", false);
  config.mustBe("add_cross_attention", false);
  const nEmbd = config.count("n_embd");
  const activation = config.oneOf(
    "activation_function",
    ["gelu_new", "gelu_pytorch_tanh", "gelu"],
    "gelu_new",
  );
  return {
    vocabSize: config.count("vocab_size"),
    blockSize: config.count("n_positions"),
    nLayer: config.count("n_layer"),
    nHead: config.count("n_head"),
    nEmbd,
    nInner: config.count("n_inner", 4 * nEmbd),
    layerNormEps: config.positive("layer_norm_epsilon", 1e-5),
    gelu: activation === "gelu" ? "none" : "tanh",
    tieWeights: config.flag("tie_word_embeddings", true),
  };
}

function* sources({
  vocabSize,
  blockSize,
  nLayer,
  nEmbd,
  nInner,
  tieWeights,
}: Options): Generator<WeightSource> {
  yield* affine("tokenEmbedding", "wte", [vocabSize, nEmbd], { bias: false });
  yield* affine("positionEmbedding", "wpe", [blockSize, nEmbd], { bias: false });
  for (let i = 0; i < nLayer; i++) {
    const [block, from] = [`blocks.${i}`, `h.${i}`];
    const stored = { shapes: [[nEmbd, 3 * nEmbd]], transposed: true };
    yield* affine(`${block}.norm1`, `${from}.ln_1`, [nEmbd]);
    yield { name: `${block}.attention.inProjWeight`, from: [`${from}.attn.c_attn.weight`], ...stored };
    yield {
      name: `${block}.attention.inProjBias`,
      from: [`${from}.attn.c_attn.bias`],
      shapes: [[3 * nEmbd]],
    };
    yield* affine(`${block}.attention.outProj`, `${from}.attn.c_proj`, [nEmbd, nEmbd], { transposed: true });
    yield* affine(`${block}.norm2`, `${from}.ln_2`, [nEmbd]);
    yield* affine(`${block}.feedForward.expand`, `${from}.mlp.c_fc`, [nInner, nEmbd], { transposed: true });
    yield* affine(`${block}.feedForward.project`, `${from}.mlp.c_proj`, [nEmbd, nInner], {
      transposed: true,
    });
  }
  yield* affine("finalNorm", "ln_f", [nEmbd]);
  yield* affine("head", tieWeights ? "wte" : "lm_head", [vocabSize, nEmbd], { bias: false });
}
