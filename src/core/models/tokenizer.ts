import { Tokenizer as HuggingFaceTokenizer } from "@huggingface/tokenizers";
import {
  checkArgument,
  checkOptions,
  count,
  describe,
  flag,
  text as aText,
  type Kind,
} from "../arguments.ts";
import { tensor } from "../creation.ts";
import { Tensor } from "../tensor.ts";
import { CheckpointError } from "./pretrained/config.ts";
import { tokenizerConfig, tokenizerDefinition } from "./tokenizerDefinition.ts";

const someIds: Kind = {
  expected: "a tensor or an array of token ids",
  accepts: (value) => value instanceof Tensor || Array.isArray(value),
};

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
    const settings = tokenizerConfig(config);
    try {
      this.inner = new HuggingFaceTokenizer(checked, settings);
    } catch (error) {
      throw new CheckpointError(`tokenizer.json: cannot be used: ${(error as Error).message}`, {
        cause: error,
      });
    }
  }

  /**
   * Token ids [1, N].
   *
   * @throws CheckpointError where the text has a piece that the vocabulary lacks, and there is no unknown token to stand for it
   */
  encode(text: string, options: { addSpecialTokens?: boolean } = {}): Tensor {
    checkArgument("Tokenizer.encode", "text", text, aText);
    const { addSpecialTokens = true } = checkOptions("Tokenizer.encode", options, { addSpecialTokens: flag });
    const { ids, tokens } = this.inner.encode(text, { add_special_tokens: addSpecialTokens });
    const unknown = (ids as (number | undefined)[]).indexOf(undefined);
    if (unknown >= 0)
      throw new CheckpointError(
        `tokenizer.json: "model.vocab" lacks ${describe(tokens[unknown])}, and there is no "model.unk_token" for it.`,
      );
    return tensor(Float32Array.from(ids), [1, ids.length]);
  }

  /** The text of ids of any shape, read in order. */
  decode(ids: Tensor | readonly number[], options: { skipSpecialTokens?: boolean } = {}): string {
    const list = this.idsOf("Tokenizer.decode", ids);
    const { skipSpecialTokens = true } = checkOptions("Tokenizer.decode", options, {
      skipSpecialTokens: flag,
    });
    return list.length === 0 ? "" : this.inner.decode(list, { skip_special_tokens: skipSpecialTokens });
  }

  /** The text of each id on its own, for labels. */
  tokens(ids: Tensor | readonly number[]): string[] {
    return this.idsOf("Tokenizer.tokens", ids).map((id) =>
      this.inner.decode([id], { skip_special_tokens: false, clean_up_tokenization_spaces: false }),
    );
  }

  private idsOf(owner: string, ids: Tensor | readonly number[]): number[] {
    checkArgument(owner, "ids", ids, someIds);
    const list = Array.from(ids instanceof Tensor ? ids.array.values() : ids);
    for (const [i, id] of list.entries()) {
      checkArgument(owner, `ids[${i}]`, id, count);
      if (this.inner.id_to_token(id) === undefined)
        throw new RangeError(`${owner}: no token has the id ${id}`);
    }
    return list;
  }
}
