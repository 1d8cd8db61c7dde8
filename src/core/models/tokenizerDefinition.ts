import { arrayOf, count, either, flag, fraction, required, size, text, type Kind } from "../arguments.ts";
import { CheckpointError } from "./pretrained/config.ts";
import {
  checkFields,
  isObject,
  isText,
  wrongField,
  type FieldKinds,
  type Fields,
} from "./tokenizerFields.ts";
import { checkStep, steps } from "./tokenizerSteps.ts";

/** Ids go into tensors, and float32 holds every whole number up to here. */
const largestId = 2 ** 24;

const id: Kind = {
  expected: `a whole number from 0 to ${largestId}`,
  accepts: (value) => count.accepts(value) && (value as number) <= largestId,
};
const anObject: Kind = { expected: "an object", accepts: isObject };
const textOrObject = either(text, anObject);

const modelKinds: Readonly<Record<string, FieldKinds>> = {
  BPE: {
    unk_token: text,
    continuing_subword_prefix: text,
    continuing_subword_suffix: text,
    end_of_word_suffix: text,
    fuse_unk: flag,
    byte_fallback: flag,
    ignore_merges: flag,
    dropout: fraction,
  },
  WordPiece: {
    unk_token: required(text),
    continuing_subword_prefix: required(text),
    max_input_chars_per_word: size,
  },
  Unigram: { unk_id: count, byte_fallback: flag },
};

const addedTokenKinds: FieldKinds = {
  single_word: flag,
  lstrip: flag,
  rstrip: flag,
  normalized: flag,
  special: flag,
};

/** What is read of a tokenizer_config.json. */
const configKinds: FieldKinds = {
  additional_special_tokens: arrayOf(textOrObject, "a list of tokens"),
  bos_token: textOrObject,
  eos_token: textOrObject,
  pad_token: textOrObject,
  unk_token: textOrObject,
  target_lang: text,
  remove_space: flag,
  clean_up_tokenization_spaces: flag,
  do_lowercase_and_remove_accent: flag,
};

/** @throws CheckpointError that names the field of a tokenizer_config.json that is wrong */
export function tokenizerConfig(config: unknown): object {
  const file = "tokenizer_config.json";
  if (!isObject(config)) throw new CheckpointError(`${file}: must hold a JSON object.`);
  checkFields("", config, configKinds, file);
  return config;
}

/**
 * The fields of a tokenizer.json, checked and complete: what is left out is null.
 *
 * @throws CheckpointError that names the field that is wrong
 */
export function tokenizerDefinition(definition: unknown): object {
  if (!isObject(definition)) throw new CheckpointError("tokenizer.json: must hold a JSON object.");
  const { model, added_tokens: added = [] } = definition;
  if (!isObject(model)) throw wrongField("model", "an object", model);
  checkModel(model);
  checkAddedTokens(added);
  checkFields("", definition, { truncation: anObject, padding: anObject });
  const complete = Object.entries(steps).map(([name, kinds]) => {
    const step = definition[name] ?? null;
    if (step !== null) checkStep(name, step, kinds);
    return [name, step] as const;
  });
  return { ...definition, ...Object.fromEntries(complete), added_tokens: added };
}

/** A model without a type is of an older form, whose kind the library tells from its fields. */
function checkModel(model: Fields): void {
  const { type = null, vocab, merges } = model;
  if (type !== null && !(isText(type) && Object.hasOwn(modelKinds, type)))
    throw wrongField("model.type", `one of ${Object.keys(modelKinds).join(", ")}`, type);
  if (type === "Unigram" || (type === null && Array.isArray(vocab))) {
    checkPieces(vocab, model["unk_id"]);
  } else {
    checkVocabulary(vocab);
    if (type === "BPE" || merges != null)
      checkMerges(merges, vocab as Fields, model["continuing_subword_prefix"]);
  }
  checkFields("model", model, modelKinds[type ?? "BPE"]!);
}

function checkPieces(vocab: unknown, unknownId: unknown): void {
  const isPiece = (piece: unknown) => Array.isArray(piece) && isText(piece[0]) && Number.isFinite(piece[1]);
  if (!Array.isArray(vocab) || vocab.length === 0 || !vocab.every(isPiece))
    throw wrongField("model.vocab", "a list of [piece, score], not empty", vocab);
  if (unknownId != null && !(count.accepts(unknownId) && (unknownId as number) < vocab.length))
    throw wrongField("model.unk_id", `an id of the ${vocab.length} pieces`, unknownId);
}

function checkVocabulary(vocab: unknown): void {
  if (!isObject(vocab)) throw wrongField("model.vocab", "an object", vocab);
  const owners = new Map<unknown, string>();
  for (const [piece, value] of Object.entries(vocab)) {
    const of = `tokenizer.json: "model.vocab" of ${JSON.stringify(piece)} must be`;
    if (!id.accepts(value)) throw new CheckpointError(`${of} ${id.expected}.`);
    const owner = owners.get(value);
    if (owner !== undefined)
      throw new CheckpointError(
        `${of} an id of its own, but ${JSON.stringify(owner)} has ${String(value)} too.`,
      );
    owners.set(value, piece);
  }
  if (owners.size === 0) throw wrongField("model.vocab", "an object with at least one piece", vocab);
}

/** Pairs of pieces that make a third, all of them in the vocabulary; in files of old a pair is one text, "a b". */
function checkMerges(merges: unknown, vocab: Fields, prefix: unknown): void {
  if (!Array.isArray(merges)) throw wrongField("model.merges", "a list of pairs of texts", merges);
  const old = isText(merges[0]);
  const skipped = isText(prefix) ? prefix.length : 0;
  merges.forEach((merge: unknown, i) => {
    const pair = old && isText(merge) ? merge.split(" ") : !old && Array.isArray(merge) ? merge : [];
    if (pair.length !== 2 || !pair.every((part) => isText(part) && part !== ""))
      throw wrongField("model.merges", `a list of pairs of texts, but item ${i} is none`, merge);
    const [first, second] = pair as [string, string];
    const missing = [first, second, first + second.slice(skipped)].find(
      (part) => !Object.hasOwn(vocab, part),
    );
    if (missing !== undefined)
      throw new CheckpointError(
        `tokenizer.json: "model.merges" item ${i} needs ${JSON.stringify(missing)}, which "model.vocab" lacks.`,
      );
  });
}

function checkAddedTokens(added: unknown): void {
  const isToken = (token: unknown) => isObject(token) && id.accepts(token["id"]) && isText(token["content"]);
  if (!Array.isArray(added) || !added.every(isToken))
    throw wrongField("added_tokens", 'a list of objects with "id" and "content"', added);
  added.forEach((token: Fields, i) => checkFields(`added_tokens[${i}]`, token, addedTokenKinds));
}
