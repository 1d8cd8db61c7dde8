import { AutoModel, AutoTokenizer } from "@huggingface/transformers";

export async function embedTokens(tokenizer, model, texts) {
  const inputs = tokenizer(texts, { padding: true });
  const { last_hidden_state } = await model(inputs); // [batch, tokens, width]
  return last_hidden_state.normalize(2, 1); // expect: norm-over-tokens
}

export async function unitVectors(tokenizer, model, texts) {
  const { last_hidden_state } = await model(tokenizer(texts)); // [batch, tokens, width]
  return last_hidden_state.normalize(2, -1);
}

export function normalise(x) {
  const [B, T, C] = x.dims;
  return x.normalize(2, 1); // expect: norm-over-tokens
}
