import { BERT } from "../bert.ts";
import type { BERTOptions } from "../bert.ts";
import type { Architecture } from "./architecture.ts";
import type { Config } from "./config.ts";
import { affine } from "./weightMap.ts";
import type { WeightSource } from "./weightMap.ts";

type Options = Required<BERTOptions>;

const headPrefix = "cls.predictions";

/** BERT's layout: separate query, key and value; the masked-word head only where the checkpoint has it. */
export const bert: Architecture<Options> = {
  prefix: "bert.",
  ignored: /position_ids$|^pooler\.|^cls\.seq_relationship\.|^cls\.predictions\.decoder\./,
  options,
  build: (given) => new BERT(given),
  lengths: ({ vocabSize, blockSize, nEmbd, nInner, typeVocabSize }) => ({
    vocab_size: [vocabSize],
    max_position_embeddings: [blockSize],
    hidden_size: [nEmbd],
    intermediate_size: [nInner],
    type_vocab_size: [typeVocabSize],
  }),
  layerField: "num_hidden_layers",
  sources,
};

function options(config: Config, has: (name: string) => boolean): Options {
  config.mustBe("is_decoder", false);
  config.mustBe("add_cross_attention", false);
  config.mustBe("tie_word_embeddings", true);
  config.oneOf("position_embedding_type", ["absolute"], "absolute");
  const activation = config.oneOf("hidden_act", ["gelu", "gelu_new", "gelu_pytorch_tanh"], "gelu");
  return {
    vocabSize: config.count("vocab_size"),
    blockSize: config.count("max_position_embeddings"),
    nLayer: config.count("num_hidden_layers"),
    nHead: config.count("num_attention_heads"),
    nEmbd: config.count("hidden_size"),
    nInner: config.count("intermediate_size"),
    typeVocabSize: config.count("type_vocab_size", 2),
    layerNormEps: config.positive("layer_norm_eps", 1e-12),
    gelu: activation === "gelu" ? "none" : "tanh",
    dropout: 0,
    head: has(`${headPrefix}.transform.dense.weight`),
  };
}

function* sources(options: Options): Generator<WeightSource> {
  const { vocabSize, blockSize, nLayer, nEmbd, nInner, typeVocabSize } = options;
  yield* affine("tokenEmbedding", "embeddings.word_embeddings", [vocabSize, nEmbd], { bias: false });
  yield* affine("positionEmbedding", "embeddings.position_embeddings", [blockSize, nEmbd], { bias: false });
  yield* affine("typeEmbedding", "embeddings.token_type_embeddings", [typeVocabSize, nEmbd], { bias: false });
  yield* affine("embeddingNorm", "embeddings.LayerNorm", [nEmbd]);
  for (let i = 0; i < nLayer; i++) {
    const [block, from] = [`blocks.${i}`, `encoder.layer.${i}`];
    const projections = ["query", "key", "value"].map((name) => `${from}.attention.self.${name}`);
    const stacked = (part: string) => projections.map((name) => `${name}.${part}`);
    const square = [nEmbd, nEmbd];
    yield* affine(`${block}.norm1`, `${from}.attention.output.LayerNorm`, [nEmbd]);
    yield {
      name: `${block}.attention.inProjWeight`,
      from: stacked("weight"),
      shapes: [square, square, square],
    };
    yield {
      name: `${block}.attention.inProjBias`,
      from: stacked("bias"),
      shapes: [[nEmbd], [nEmbd], [nEmbd]],
    };
    yield* affine(`${block}.attention.outProj`, `${from}.attention.output.dense`, square);
    yield* affine(`${block}.norm2`, `${from}.output.LayerNorm`, [nEmbd]);
    yield* affine(`${block}.feedForward.expand`, `${from}.intermediate.dense`, [nInner, nEmbd]);
    yield* affine(`${block}.feedForward.project`, `${from}.output.dense`, [nEmbd, nInner]);
  }
  if (!options.head) return;
  yield* affine("head.dense", `${headPrefix}.transform.dense`, [nEmbd, nEmbd]);
  yield* affine("head.norm", `${headPrefix}.transform.LayerNorm`, [nEmbd]);
  yield {
    name: "head.output.weight",
    from: ["embeddings.word_embeddings.weight"],
    shapes: [[vocabSize, nEmbd]],
  };
  yield { name: "head.output.bias", from: [`${headPrefix}.bias`], shapes: [[vocabSize]] };
}
