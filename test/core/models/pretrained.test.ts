import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { models, nn, noGrad, tensor, useFiles, type Tensor } from "../../../src/core/index.ts";
import { assertClose } from "../closeTo.ts";
import { unpack, type Packed } from "../nn/layerCases.ts";

/** What test/core/models/reference/checkpoints.py writes beside each checkpoint. */
interface Expected {
  readonly texts: readonly { readonly text: string; readonly ids: number[]; readonly decoded: string }[];
  readonly ids: number[][];
  readonly logits: Packed;
  readonly firstWeight: Packed;
  readonly masked?: Packed;
  readonly greedy?: number[][];
}

const fixtures = new URL("./fixtures/", import.meta.url);
const folder = (name: string) => new URL(name, fixtures).pathname;
const expectedOf = (name: string) =>
  JSON.parse(readFileSync(new URL(`${name}/expected.json`, fixtures), "utf8")) as Expected;

/** Files as they are, but for those given here. */
function useFixtures(changed: Readonly<Record<string, string | Uint8Array | Error | null>> = {}): void {
  useFiles({
    read: async (path) => {
      const name = path.slice(path.lastIndexOf("/") + 1);
      const replaced = changed[name];
      if (replaced === null) throw Object.assign(new Error(`no such file: ${path}`), { code: "ENOENT" });
      if (replaced instanceof Error) throw replaced;
      if (typeof replaced === "string") return new TextEncoder().encode(replaced);
      return replaced ?? new Uint8Array(await readFile(path));
    },
    write: () => Promise.reject(new Error("read only")),
  });
}

const changedConfig = (name: string, change: object): string =>
  JSON.stringify({
    ...(JSON.parse(readFileSync(new URL(`${name}/config.json`, fixtures), "utf8")) as object),
    ...change,
  });

async function refuses(
  name: string,
  changed: Readonly<Record<string, string | Error | null>>,
  message: RegExp,
): Promise<void> {
  useFixtures(changed);
  await assert.rejects(models.fromPretrained(folder(name)), message);
}

describe("fromPretrained", () => {
  beforeEach(() => useFixtures());

  for (const name of ["gpt2", "bert", "llama"]) {
    it(`${name}: weights to the bit, logits as transformers gives them, tokenizer included`, async () => {
      const expected = expectedOf(name);
      const model = await models.fromPretrained(folder(name));
      assert.equal(model.training, false);
      const first = model.tokenEmbedding.weight.slice([0, 2]);
      assert.deepEqual(first.data, Float32Array.from(expected.firstWeight.data as number[]));
      const logits = noGrad(() => model.forward(tensor(expected.ids)));
      assert.deepEqual(logits.shape, expected.logits.shape);
      assertClose(logits.data, unpack(expected.logits).data, 1e-5, "logits");
      for (const { text, ids, decoded } of expected.texts) {
        assert.deepEqual(model.tokenizer!.encode(text).toArray(), [ids]);
        assert.equal(model.tokenizer!.decode(ids), decoded);
      }
    });
  }

  for (const name of ["gpt2", "llama"]) {
    it(`${name}: greedy generation as transformers, with and without cache`, async () => {
      const { ids, greedy } = expectedOf(name);
      const model = (await models.fromPretrained(folder(name))) as models.GPT;
      for (const cache of [true, false])
        assert.deepEqual(model.generate(tensor([ids[0]!]), { maxNewTokens: 8, cache }).toArray(), greedy);
    });

    it(`${name}: cached decoding agrees with the full forward`, async () => {
      const model = (await models.fromPretrained(folder(name))) as models.GPT;
      const ids = tensor(expectedOf(name).ids);
      const whole = noGrad(() => model.forward(ids));
      const cache = new nn.KeyValueCache();
      for (const [from, to] of [
        [0, 4],
        [4, 5],
        [5, 7],
      ] as const) {
        const part: Tensor = noGrad(() => model.forward(ids.slice(null, [from, to]), { cache }));
        assertClose(part.data, whole.slice(null, [from, to]).data, 1e-5, `tokens ${from} to ${to}`);
      }
    });
  }

  it("bert: padding and token types as transformers", async () => {
    const { ids, masked } = expectedOf("bert");
    const model = (await models.fromPretrained(folder("bert"))) as models.BERT;
    const padding = [0, 1].map((row) => Array.from({ length: 7 }, (_, i) => row === 1 && i >= 5));
    const tokenTypeIds = tensor([0, 1].map(() => Array.from({ length: 7 }, (_, i) => (i >= 4 ? 1 : 0))));
    const logits = model.forward(tensor(ids), { keyPaddingMask: padding, tokenTypeIds });
    assertClose(logits.data, unpack(masked!).data, 1e-5, "logits");
  });

  it("shows each token's own text", async () => {
    const { tokenizer } = await models.fromPretrained(folder("gpt2"));
    assert.deepEqual(tokenizer!.tokens(tokenizer!.encode("The cat")).join(""), "The cat");
  });

  it("reads a folder without a tokenizer, and one with a slash at its end", async () => {
    useFixtures({ "tokenizer.json": null });
    assert.equal((await models.fromPretrained(`${folder("gpt2")}/`)).tokenizer, null);
  });
});

describe("fromPretrained refuses what is wrong, by its name", () => {
  it("a folder or weights that are not there", async () => {
    await refuses("nowhere", {}, /nowhere\/config\.json: cannot be read .*; the folder of a model is needed/);
    await refuses(
      "llama",
      { "model.safetensors": null },
      /model\.safetensors: cannot be read.*\.safetensors files only/,
    );
  });

  it("a config that is no JSON object, or of another model", async () => {
    await refuses("gpt2", { "config.json": "{" }, /config\.json: is not JSON/);
    await refuses("gpt2", { "config.json": "[1]" }, /config\.json: must hold a JSON object, not \[1\]/);
    await refuses(
      "gpt2",
      { "config.json": changedConfig("gpt2", { model_type: "t5" }) },
      /"model_type" must be one of gpt2, bert, llama, not "t5"/,
    );
  });

  it("fields that are missing, of the wrong kind, or ask for something that is not built", async () => {
    const cases = [
      ["gpt2", { n_head: "4" }, /config\.json: "n_head" must be a whole number above 0, not "4"/],
      ["gpt2", { n_embd: undefined }, /"n_embd" must be a whole number above 0, but is missing/],
      ["gpt2", { n_layer: 1e300 }, /"n_layer" must be a whole number above 0/],
      [
        "gpt2",
        { scale_attn_by_inverse_layer_idx: true },
        /"scale_attn_by_inverse_layer_idx": true is not supported/,
      ],
      ["gpt2", { activation_function: "mish" }, /"activation_function" must be one of gelu_new.*not "mish"/],
      [
        "llama",
        { rope_parameters: { rope_type: "yarn" } },
        /"rope_parameters": "rope_type" must be one of default, linear, llama3/,
      ],
      [
        "llama",
        { partial_rotary_factor: 0.5 },
        /"partial_rotary_factor": 0\.5 is not supported: Llama rotates the whole of each head/,
      ],
      [
        "llama",
        { rope_parameters: { rope_type: "default", partial_rotary_factor: 0.25 } },
        /"rope_parameters": "partial_rotary_factor": 0\.25 is not supported/,
      ],
      ["llama", { rms_norm_eps: 0 }, /"rms_norm_eps" must be a number above 0, not 0/],
      ["bert", { is_decoder: true }, /"is_decoder": true is not supported/],
    ] as const;
    for (const [name, change, message] of cases)
      await refuses(name, { "config.json": changedConfig(name, change) }, message);
  });

  it("sizes that the weights do not have, before anything is allocated for them", async () => {
    const cases = [
      [
        { n_layer: 2_000_000_000 },
        /lack "h\.2\.ln_1\.weight" of shape \[24\], which config\.json asks for \(see "n_layer"\)/,
      ],
      [
        { vocab_size: 2_000_000_000 },
        /"wte\.weight" has shape \[320, 24\].*asks for \[2000000000, 24\] \(see "vocab_size"\)/,
      ],
      [{ n_embd: 2_000_000_000 }, /"wte\.weight" has shape .*\(see "n_embd"\)/],
      [{ n_positions: 7 }, /"wpe\.weight" has shape .*\(see "n_positions"\)/],
      [{ n_inner: 7 }, /"h\.0\.mlp\.c_fc\.weight" has shape .*\(see "n_inner"\)/],
      [
        { n_layer: 1 },
        /hold "h\.1\.attn.* and \d+ more, which this model does not use \(see "n_layer"\); pass \{ strict: false \}/,
      ],
      [{ n_head: 5 }, /24 does not split into 5 heads/],
    ] as const;
    for (const [change, message] of cases)
      await refuses("gpt2", { "config.json": changedConfig("gpt2", change) }, message);
  });

  it("names the field for BERT and Llama too", async () => {
    const cases = [
      ["bert", { max_position_embeddings: 7 }, /\(see "max_position_embeddings"\)/],
      ["bert", { type_vocab_size: 3 }, /\(see "type_vocab_size"\)/],
      ["bert", { num_hidden_layers: 3 }, /lack .*\(see "num_hidden_layers"\)/],
      ["llama", { intermediate_size: 7 }, /\(see "intermediate_size"\)/],
      ["llama", { num_key_value_heads: 1 }, /k_proj.*\(see "num_key_value_heads" or "head_dim"\)/],
    ] as const;
    for (const [name, change, message] of cases)
      await refuses(name, { "config.json": changedConfig(name, change) }, message);
  });

  it("any field that holds something hostile, with a CheckpointError and without delay", async function () {
    this.timeout(60_000);
    const hostile = [null, -1, 0.5, 7, 1e308, 2 ** 31 - 1, "x", {}, true];
    for (const name of ["gpt2", "bert", "llama"]) {
      const config = JSON.parse(readFileSync(new URL(`${name}/config.json`, fixtures), "utf8")) as object;
      for (const field of Object.keys(config))
        for (const value of hostile) {
          useFixtures({ "config.json": changedConfig(name, { [field]: value }), "tokenizer.json": null });
          const outcome = await models.fromPretrained(folder(name)).catch((error: unknown) => error);
          if (outcome instanceof nn.Module) continue;
          const { name: kind, message } = outcome as Error;
          assert.equal(kind, "CheckpointError", `${name}, ${field} = ${JSON.stringify(value)}: ${message}`);
          assert.match(message, /config\.json|^The weights hold/);
        }
    }
  });

  it("leaves unused tensors out when told to", async () => {
    useFixtures({ "config.json": changedConfig("gpt2", { n_layer: 1 }) });
    const model = (await models.fromPretrained(folder("gpt2"), { strict: false })) as models.GPT;
    assert.equal(model.blocks.length, 1);
  });

  it("an index that names files elsewhere, or weights that are cut off", async () => {
    const index = "model.safetensors.index.json";
    for (const text of ["{}", "null", '{"weight_map":{}}'])
      await refuses("gpt2", { [index]: text }, /"weight_map" must be an object that names at least one file/);
    await refuses("gpt2", { [index]: new Error("EACCES") }, /index\.json: cannot be read \(EACCES\)/);
    for (const name of ["../secret.safetensors", "/etc/passwd", "a/b.safetensors", 5])
      await refuses(
        "gpt2",
        { [index]: JSON.stringify({ weight_map: { a: name } }) },
        /"weight_map" has .* for "a", not a file name/,
      );
    useFixtures({
      "model.safetensors": (await readFile(`${folder("llama")}/model.safetensors`)).subarray(0, 5000),
    });
    await assert.rejects(models.fromPretrained(folder("llama")), { name: "SafetensorsError" });
  });

  it("a tokenizer that cannot be used", async () => {
    const tokenizer = (change: object) => ({ "tokenizer.json": JSON.stringify(change) });
    await refuses("gpt2", { "tokenizer.json": "nonsense" }, /tokenizer\.json: is not JSON/);
    await refuses("gpt2", { "tokenizer.json": "null" }, /tokenizer\.json: must hold a JSON object/);
    await refuses(
      "gpt2",
      { "tokenizer_config.json": "null" },
      /tokenizer_config\.json: must hold a JSON object/,
    );
    await refuses(
      "gpt2",
      { "tokenizer.json": new Error("EACCES") },
      /tokenizer\.json: cannot be read \(EACCES\)/,
    );
    await refuses(
      "gpt2",
      { "tokenizer_config.json": '{"remove_space":"x"}' },
      /tokenizer_config\.json: "remove_space" must be true or false, not "x"/,
    );
    await refuses("gpt2", tokenizer([]), /must hold a JSON object/);
    await refuses("gpt2", tokenizer({ model: 1 }), /"model" must be an object/);
    await refuses(
      "gpt2",
      tokenizer({ model: { type: "BPE", vocab: [] } }),
      /"model\.vocab" must be an object/,
    );
    await refuses(
      "gpt2",
      tokenizer({ model: { type: "BPE", vocab: { a: -1 } } }),
      /"model\.vocab" of "a" must be a whole number/,
    );
    await refuses(
      "gpt2",
      tokenizer({ model: { type: "BPE", vocab: { a: 0 } } }),
      /"model\.merges" must be a list of pairs of texts/,
    );
    await refuses(
      "gpt2",
      tokenizer({ model: { type: "Other", vocab: {} } }),
      /"model\.type" must be one of BPE, WordPiece, Unigram/,
    );
  });

  it("a tokenizer with any field that holds something hostile, by the name of the field", async () => {
    const hostile = [5, "x", {}, [5], { type: "Nope" }, [null], -1];
    for (const name of ["gpt2", "bert"]) {
      const text = await readFile(`${folder(name)}/tokenizer.json`, "utf8");
      const good = JSON.parse(text) as { model: object };
      const fields = [
        "normalizer",
        "pre_tokenizer",
        "post_processor",
        "decoder",
        "added_tokens",
        "model",
        "vocab",
      ];
      for (const field of fields)
        for (const value of hostile) {
          const bad =
            field === "vocab"
              ? { ...good, model: { ...good.model, vocab: value } }
              : { ...good, [field]: value };
          const ids = () => new models.Tokenizer(bad).encode("ab").data;
          const isEmptyVocabulary = field === "vocab" && JSON.stringify(value) === "{}";
          if (isEmptyVocabulary) continue;
          assert.throws(ids, (error: Error) => {
            assert.equal(error.name, "CheckpointError", `${field}: ${error.message}`);
            const words = field.replaceAll("_", "");
            assert.ok(error.message.toLowerCase().replaceAll("_", "").includes(words), error.message);
            return true;
          });
        }
      for (let length = 0; length < text.length; length += 997)
        await refuses(name, { "tokenizer.json": text.slice(0, length) }, /tokenizer\.json: is not JSON/);
    }
  });
});
