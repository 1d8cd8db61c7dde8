import type { RotaryOptions } from "../../nn/index.ts";
import { Llama } from "../llama.ts";
import type { LlamaOptions } from "../llama.ts";
import type { Architecture } from "./architecture.ts";
import { CheckpointError } from "./config.ts";
import type { Config } from "./config.ts";
import { affine } from "./weightMap.ts";
import type { WeightSource } from "./weightMap.ts";

type Options = Required<LlamaOptions>;

/** Llama's layout: separate query, key and value, which are put one below the other here. */
export const llama: Architecture<Options> = {
  prefix: "model.",
  ignored: /rotary_emb\.inv_freq$|^lm_head\.weight$/,
  options,
  build: (given) => new Llama(given),
  lengths: ({ vocabSize, nEmbd, nInner, nHead, nKvHead, headDim }) => ({
    vocab_size: [vocabSize],
    hidden_size: [nEmbd],
    intermediate_size: [nInner],
    num_attention_heads: [nHead * headDim],
    num_key_value_heads: [nKvHead * headDim],
    head_dim: [nHead * headDim, nKvHead * headDim],
  }),
  layerField: "num_hidden_layers",
  sources,
};

function options(config: Config): Options {
  config.oneOf("hidden_act", ["silu", "swish"], "silu");
  const [nHead, nEmbd] = [config.count("num_attention_heads"), config.count("hidden_size")];
  return {
    vocabSize: config.count("vocab_size"),
    blockSize: config.count("max_position_embeddings", 2048),
    nLayer: config.count("num_hidden_layers"),
    nHead,
    nKvHead: config.count("num_key_value_heads", nHead),
    nEmbd,
    headDim: config.count("head_dim", nEmbd / nHead),
    nInner: config.count("intermediate_size"),
    rmsNormEps: config.positive("rms_norm_eps", 1e-6),
    rotary: rotaryOptions(config),
    attentionBias: config.flag("attention_bias", false),
    feedForwardBias: config.flag("mlp_bias", false),
    tieWeights: config.flag("tie_word_embeddings", false),
  };
}

/** `rope_parameters` since transformers 5, `rope_theta` and `rope_scaling` before. */
function rotaryOptions(config: Config): RotaryOptions {
  const section = config.section("rope_parameters") ?? config.section("rope_scaling");
  checkWhole(config);
  if (section !== null) checkWhole(section);
  const holder = section?.has("rope_theta") === true ? section : config;
  const base = holder.positive("rope_theta", 10_000);
  if (section === null) return { base };
  const named = section.has("rope_type") ? "rope_type" : "type";
  const type = section.oneOf(named, ["default", "linear", "llama3"], "default");
  if (type === "default") return { base };
  const factor = section.positive("factor");
  if (type === "linear") return { base, scaling: { type, factor } };
  return {
    base,
    scaling: {
      type,
      factor,
      lowFreqFactor: section.positive("low_freq_factor"),
      highFreqFactor: section.positive("high_freq_factor"),
      originalMaxPositionEmbeddings: section.count("original_max_position_embeddings"),
    },
  };
}

/** Other models rotate a part of each head only (GPT-NeoX, Phi, StableLM); read as Llama they would give nonsense. */
function checkWhole(config: Config): void {
  const share = config.positive("partial_rotary_factor", 1);
  if (share !== 1)
    throw new CheckpointError(
      `${config.file}: "partial_rotary_factor": ${share} is not supported: Llama rotates the whole of each head.`,
    );
}

function* sources(options: Options): Generator<WeightSource> {
  const { vocabSize, nLayer, nEmbd, nInner, nHead, nKvHead, headDim } = options;
  const [queries, keys] = [nHead * headDim, nKvHead * headDim];
  const attentionBias = { bias: options.attentionBias };
  const feedForwardBias = { bias: options.feedForwardBias };
  yield* affine("tokenEmbedding", "embed_tokens", [vocabSize, nEmbd], { bias: false });
  for (let i = 0; i < nLayer; i++) {
    const [block, from] = [`blocks.${i}`, `layers.${i}`];
    const projections = ["q_proj", "k_proj", "v_proj"].map((name) => `${from}.self_attn.${name}`);
    yield* affine(`${block}.norm1`, `${from}.input_layernorm`, [nEmbd], { bias: false });
    yield {
      name: `${block}.attention.inProjWeight`,
      from: projections.map((name) => `${name}.weight`),
      shapes: [queries, keys, keys].map((rows) => [rows, nEmbd]),
    };
    if (options.attentionBias)
      yield {
        name: `${block}.attention.inProjBias`,
        from: projections.map((name) => `${name}.bias`),
        shapes: [[queries], [keys], [keys]],
      };
    yield* affine(`${block}.attention.outProj`, `${from}.self_attn.o_proj`, [nEmbd, queries], attentionBias);
    yield* affine(`${block}.norm2`, `${from}.post_attention_layernorm`, [nEmbd], { bias: false });
    yield* affine(`${block}.feedForward.gate`, `${from}.mlp.gate_proj`, [nInner, nEmbd], feedForwardBias);
    yield* affine(`${block}.feedForward.expand`, `${from}.mlp.up_proj`, [nInner, nEmbd], feedForwardBias);
    yield* affine(`${block}.feedForward.project`, `${from}.mlp.down_proj`, [nEmbd, nInner], feedForwardBias);
  }
  yield* affine("finalNorm", "norm", [nEmbd], { bias: false });
  yield* affine("head", options.tieWeights ? "embed_tokens" : "lm_head", [vocabSize, nEmbd], { bias: false });
}
