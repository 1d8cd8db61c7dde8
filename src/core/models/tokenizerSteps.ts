import { arrayOf, count, flag, oneOf, required, size, text, type Kind } from "../arguments.ts";
import { checkFields, isObject, isText, wrongField, type FieldKinds } from "./tokenizerFields.ts";

const pattern = required({
  expected: '{ "String": text } or { "Regex": text }',
  accepts: (value) => isObject(value) && (isText(value["String"]) || isText(value["Regex"])),
});
const replacement: FieldKinds = { pattern, content: required(text) };

const behaviors = ["removed", "isolated", "mergedwithprevious", "mergedwithnext", "contiguous"];
const behavior: Kind = {
  expected: "Removed, Isolated, MergedWithPrevious, MergedWithNext or Contiguous",
  accepts: (value) => isText(value) && behaviors.includes(value.toLowerCase()),
};

const byteLevel: FieldKinds = { add_prefix_space: flag, trim_offsets: flag, use_regex: flag };
const metaspace: FieldKinds = {
  replacement: text,
  str_rep: text,
  prepend_scheme: oneOf("always", "never", "first"),
  add_prefix_space: flag,
  split: flag,
};

const template = arrayOf(
  {
    expected: "",
    accepts: (item) => {
      if (!isObject(item)) return false;
      const { SpecialToken: special, Sequence: sequence } = item;
      return (
        (isObject(special) && isText(special["id"])) ||
        (isObject(sequence) && (sequence["id"] === "A" || sequence["id"] === "B"))
      );
    },
  },
  'a list of { "SpecialToken": ... } and { "Sequence": ... }',
);
const token: Kind = {
  expected: "a pair of a token and its id",
  accepts: (value) => Array.isArray(value) && isText(value[0]) && count.accepts(value[1]),
};
const sepAndCls: FieldKinds = { sep: required(token), cls: required(token) };

interface Step {
  /** The field of a Sequence that holds its steps. */
  readonly list: string;
  /** The fields that @huggingface/tokenizers reads, by type; it checks none of them. */
  readonly types: Readonly<Record<string, FieldKinds>>;
}

/** What cuts and changes the text before and after the model; each may be left out. */
export const steps: Readonly<Record<string, Step>> = {
  normalizer: {
    list: "normalizers",
    types: {
      BertNormalizer: { clean_text: flag, handle_chinese_chars: flag, strip_accents: flag, lowercase: flag },
      Precompiled: { precompiled_charsmap: text },
      Replace: replacement,
      NFC: {},
      NFD: {},
      NFKC: {},
      NFKD: {},
      Strip: { strip_left: flag, strip_right: flag },
      StripAccents: {},
      Lowercase: {},
      Prepend: { prepend: required(text) },
    },
  },
  pre_tokenizer: {
    list: "pretokenizers",
    types: {
      BertPreTokenizer: {},
      Whitespace: {},
      WhitespaceSplit: {},
      Metaspace: metaspace,
      ByteLevel: byteLevel,
      Split: { pattern, behavior: required(behavior), invert: flag },
      Punctuation: { behavior },
      Digits: { individual_digits: flag },
      Replace: replacement,
      FixedLength: { length: required(size) },
    },
  },
  post_processor: {
    list: "processors",
    types: {
      TemplateProcessing: { single: required(template), pair: template },
      ByteLevel: byteLevel,
      BertProcessing: sepAndCls,
      RobertaProcessing: sepAndCls,
    },
  },
  decoder: {
    list: "decoders",
    types: {
      ByteLevel: byteLevel,
      WordPiece: { prefix: required(text), cleanup: flag },
      Metaspace: metaspace,
      BPEDecoder: { suffix: text },
      CTC: { pad_token: text, word_delimiter_token: text, cleanup: flag },
      Replace: replacement,
      Fuse: {},
      Strip: { content: text, start: count, stop: count },
      ByteFallback: {},
    },
  },
};

/** Sequences may hold sequences, but no tokenizer nests them deeply. */
const deepest = 8;

/** @throws CheckpointError that names the field, as in "pre_tokenizer.pretokenizers[0].pattern" */
export function checkStep(path: string, step: unknown, { list, types }: Step, depth = 0): void {
  if (!isObject(step) || !isText(step["type"]))
    throw wrongField(path, 'an object with a "type", or null', step);
  const { type } = step;
  if (type === "Sequence" && depth < deepest) {
    const inner = step[list];
    if (!Array.isArray(inner)) throw wrongField(`${path}.${list}`, "a list of steps", inner);
    inner.forEach((one, i) => checkStep(`${path}.${list}[${i}]`, one, { list, types }, depth + 1));
    return;
  }
  if (!Object.hasOwn(types, type))
    throw wrongField(`${path}.type`, `one of ${["Sequence", ...Object.keys(types)].join(", ")}`, type);
  checkFields(path, step, types[type]!);
}
