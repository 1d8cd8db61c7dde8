import { Tokenizer as HuggingFaceTokenizer } from "@huggingface/tokenizers";
import { tensor } from "../creation.ts";
import type { Tensor } from "../tensor.ts";
import { CheckpointError } from "./pretrained/config.ts";
import { tokenizerDefinition } from "./tokenizerDefinition.ts";

/** Text to token ids and back, as a tokenizer.json of the Hugging Face layout says. */
export class Tokenizer {
  private readonly inner: HuggingFaceTokenizer;

  /**
   * @param definition what tokenizer.json holds
   * @param config what tokenizer_config.json holds
   * @throws CheckpointError that names the field that is wrong
   */
  constructor(definition: unknown, config: unknown = {}) {
    const checked = tokenizerDefinition(definition);
    if (typeof config !== "object" || config === null || Array.isArray(config))
      throw new CheckpointError("tokenizer_config.json: must hold a JSON object.");
    try {
      this.inner = new HuggingFaceTokenizer(checked, config);
    } catch (error) {
      throw new CheckpointError(`tokenizer.json: cannot be used: ${(error as Error).message}`, {
        cause: error,
      });
    }
  }

  /** Token ids [1, N]. */
  encode(text: string, { addSpecialTokens = true }: { addSpecialTokens?: boolean } = {}): Tensor {
    const { ids } = this.inner.encode(text, { add_special_tokens: addSpecialTokens });
    return tensor(Float32Array.from(ids), [1, ids.length]);
  }

  /** The text of ids of any shape, read in order. */
  decode(
    ids: Tensor | readonly number[],
    { skipSpecialTokens = true }: { skipSpecialTokens?: boolean } = {},
  ): string {
    return this.inner.decode(idsOf(ids), { skip_special_tokens: skipSpecialTokens });
  }

  /** The text of each id on its own, for labels. */
  tokens(ids: Tensor | readonly number[]): string[] {
    return idsOf(ids).map((id) =>
      this.inner.decode([id], { skip_special_tokens: false, clean_up_tokenization_spaces: false }),
    );
  }
}

const idsOf = (ids: Tensor | readonly number[]): number[] =>
  Array.from("array" in ids ? ids.array.values() : ids);
