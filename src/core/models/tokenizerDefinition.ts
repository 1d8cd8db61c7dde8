import { CheckpointError } from "./pretrained/config.ts";

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isText = (value: unknown): value is string => typeof value === "string";

const isId = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

const types = ["BPE", "WordPiece", "Unigram"];

/** What cuts the text before and after the model; each may be left out. */
const steps = ["normalizer", "pre_tokenizer", "post_processor", "decoder"] as const;

/**
 * The fields of a tokenizer.json, checked and complete: what is left out is null.
 *
 * @throws CheckpointError that names the field that is wrong
 */
export function tokenizerDefinition(definition: unknown): object {
  if (!isObject(definition)) throw new CheckpointError("tokenizer.json: must hold a JSON object.");
  const { model, added_tokens: added = [] } = definition;
  if (!isObject(model)) throw wrong("model", "an object");
  if (model["type"] != null && !types.some((type) => type === model["type"]))
    throw wrong("model.type", `one of ${types.join(", ")}`);
  checkVocabulary(model);
  checkMerges(model);
  checkAddedTokens(added);
  const complete = steps.map((name) => {
    const step = definition[name] ?? null;
    if (step !== null && !(isObject(step) && isText(step["type"])))
      throw wrong(name, 'an object with a "type", or null');
    return [name, step] as const;
  });
  return { ...definition, ...Object.fromEntries(complete), added_tokens: added };
}

function checkVocabulary({ type, vocab }: Fields): void {
  if (type === "Unigram") {
    const isPiece = (piece: unknown) =>
      Array.isArray(piece) && isText(piece[0]) && typeof piece[1] === "number";
    if (!Array.isArray(vocab) || !vocab.every(isPiece))
      throw wrong("model.vocab", "a list of [piece, score]");
    return;
  }
  if (!isObject(vocab)) throw wrong("model.vocab", "an object");
  const bad = Object.entries(vocab).find(([, id]) => !isId(id));
  if (bad !== undefined)
    throw new CheckpointError(
      `tokenizer.json: "model.vocab" of ${JSON.stringify(bad[0])} must be a whole number.`,
    );
}

function checkMerges({ type, merges }: Fields): void {
  if (type !== "BPE") return;
  const isMerge = (merge: unknown) =>
    isText(merge) || (Array.isArray(merge) && merge.length === 2 && merge.every(isText));
  if (!Array.isArray(merges) || !merges.every(isMerge))
    throw wrong("model.merges", "a list of pairs of texts");
}

function checkAddedTokens(added: unknown): void {
  const isToken = (token: unknown) => isObject(token) && isId(token["id"]) && isText(token["content"]);
  if (!Array.isArray(added) || !added.every(isToken))
    throw wrong("added_tokens", 'a list of objects with "id" and "content"');
}

const wrong = (field: string, wanted: string): CheckpointError =>
  new CheckpointError(`tokenizer.json: "${field}" must be ${wanted}.`);
