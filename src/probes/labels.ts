import type { Tensor } from "../core/index.ts";
import type { InputLayout } from "./inputLayout.ts";

/** Texts of tokens: one list for all sequences, or one list for each. */
export type Labels = readonly string[] | readonly (readonly string[])[];

/**
 * The text of each token, [B][N].
 * Without labels it is the token's id, where the input holds ids; else there is no text, and the lists are empty.
 *
 * @throws RangeError where the labels do not fit the input
 */
export function tokenTexts(labels: Labels | undefined, x: Tensor, layout: InputLayout): string[][] {
  const { batch, tokens } = layout;
  if (labels === undefined) return idTexts(x, layout);
  const texts = perSequence(labels, batch);
  for (const row of texts)
    if (row.length !== tokens)
      throw new RangeError(`labels has ${row.length} entries, but the input has ${tokens} tokens.`);
  return texts;
}

function idTexts(x: Tensor, { batch, tokens, ids, tokenAxis }: InputLayout): string[][] {
  const isRows = ids !== null && tokenAxis === x.shape.length - 1;
  return Array.from({ length: batch }, (_, b) =>
    isRows ? Array.from(x.data.subarray(b * tokens, (b + 1) * tokens), String) : [],
  );
}

function perSequence(labels: Labels, batch: number): string[][] {
  const isNested = labels.length > 0 && labels.every((label) => Array.isArray(label));
  if (!isNested) return Array.from({ length: batch }, () => labels.map(String));
  if (labels.length !== batch)
    throw new RangeError(`labels has ${labels.length} lists, but the input has ${batch} sequences.`);
  return labels.map((row) => [...row]);
}

/** `token 3`, with its text where it has one: `token 3 "cat"`. */
export function nameToken(index: number, texts: readonly string[]): string {
  const text = texts[index];
  return text === undefined ? `token ${index}` : `token ${index} ${JSON.stringify(text)}`;
}
