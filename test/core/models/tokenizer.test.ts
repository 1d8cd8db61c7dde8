import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { models, tensor } from "../../../src/core/index.ts";

interface Definition {
  readonly model: { readonly vocab: Record<string, number>; readonly merges: readonly unknown[] };
}

const definitionOf = (name: string) =>
  JSON.parse(
    readFileSync(new URL(`./fixtures/${name}/tokenizer.json`, import.meta.url), "utf8"),
  ) as Definition;

const gpt2 = definitionOf("gpt2");
const withModel = (change: object) => ({ ...gpt2, model: { ...gpt2.model, ...change } });

describe("Tokenizer", () => {
  it("refuses steps whose fields the library would trip over or leave out, by the field's path", () => {
    const sequence = { type: "Sequence", pretokenizers: [{ type: "Digits" }, { type: "Split" }] };
    const split = { type: "Split", pattern: { String: " " }, behavior: "Sideways", invert: false };
    const cases: [object, RegExp][] = [
      [
        { pre_tokenizer: { type: "Split" } },
        /"pre_tokenizer.pattern" must be \{ "String": text \} or .* missing/,
      ],
      [{ pre_tokenizer: split }, /"pre_tokenizer.behavior" must be Removed, .* not "Sideways"/],
      [{ pre_tokenizer: sequence }, /"pre_tokenizer.pretokenizers\[1\].pattern" must be/],
      [
        { pre_tokenizer: { type: "Sequence", pretokenizers: 5 } },
        /"pre_tokenizer.pretokenizers" must be a list of steps, not 5/,
      ],
      [
        { pre_tokenizer: { type: "FixedLength", length: 0 } },
        /"pre_tokenizer.length" must be a whole number above 0/,
      ],
      [{ pre_tokenizer: { type: "constructor" } }, /"pre_tokenizer.type" must be one of Sequence, Bert/],
      [{ normalizer: { type: "Replace" } }, /"normalizer.pattern" must be/],
      [{ normalizer: { type: "Prepend" } }, /"normalizer.prepend" must be a text, but is missing/],
      [
        { normalizer: { type: "Sequence" } },
        /"normalizer.normalizers" must be a list of steps, but is missing/,
      ],
      [{ post_processor: { type: "TemplateProcessing" } }, /"post_processor.single" must be a list of/],
      [
        { post_processor: { type: "TemplateProcessing", single: [{}] } },
        /"post_processor.single" must be a list of/,
      ],
      [{ post_processor: { type: "BertProcessing", sep: "x" } }, /"post_processor.sep" must be a pair/],
      [{ decoder: { type: "WordPiece", prefix: 5 } }, /"decoder.prefix" must be a text, not 5/],
      [
        { decoder: { type: "Sequence", decoders: [5] } },
        /"decoder.decoders\[0\]" must be an object with a "type"/,
      ],
      [{ truncation: 5 }, /"truncation" must be an object, not 5/],
      [{ padding: "a" }, /"padding" must be an object, not "a"/],
      [
        { added_tokens: [{ id: 1, content: "a", special: 1 }] },
        /"added_tokens\[0\].special" must be true or false/,
      ],
    ];
    for (const [change, message] of cases)
      assert.throws(() => new models.Tokenizer({ ...gpt2, ...change }), { name: "CheckpointError", message });
  });

  it("refuses steps nested without end", () => {
    let step: object = { type: "Lowercase" };
    for (let i = 0; i < 50_000; i++) step = { type: "Sequence", normalizers: [step] };
    assert.throws(() => new models.Tokenizer({ ...gpt2, normalizer: step }), { name: "CheckpointError" });
  });

  it("refuses a vocabulary, merges and an unknown token that fit to nothing", () => {
    const { vocab } = gpt2.model;
    const five = Object.fromEntries(Object.keys(vocab).map((piece) => [piece, 5]));
    const cases: [object, RegExp][] = [
      [{ vocab: {} }, /"model.vocab" must be an object with at least one piece/],
      [{ vocab: five }, /"model.vocab" of "1" must be an id of its own, but "0" has 5 too/],
      [
        { vocab: { ...vocab, zzz: 2 ** 40 } },
        /"model.vocab" of "zzz" must be a whole number from 0 to 16777216/,
      ],
      [{ merges: ["abc"] }, /"model.merges" must be a list of pairs of texts, but item 0 is none, not "abc"/],
      [{ merges: [["a", "t"], "a t"] }, /item 1 is none/],
      [{ merges: ["zq qz"] }, /"model.merges" item 0 needs "zq", which "model.vocab" lacks/],
      [{ unk_token: 7 }, /"model.unk_token" must be a text, not 7/],
      [{ continuing_subword_prefix: 5 }, /"model.continuing_subword_prefix" must be a text/],
      [
        { type: "Unigram", vocab: [["a", 0]], unk_id: 3 },
        /"model.unk_id" must be an id of the 1 pieces, not 3/,
      ],
    ];
    for (const [change, message] of cases)
      assert.throws(() => new models.Tokenizer(withModel(change)), { name: "CheckpointError", message });
  });

  it("takes merges as pairs and as texts", () => {
    const old = gpt2.model.merges.map((merge) => (merge as string[]).join(" "));
    const [now, then] = [gpt2, withModel({ merges: old })].map((one) => new models.Tokenizer(one));
    assert.deepEqual(then!.encode("The cat").toArray(), now!.encode("The cat").toArray());
  });

  it("refuses a text with a piece that has no id, in place of an id that is NaN", () => {
    const single = [{ SpecialToken: { id: "[X]" } }, { Sequence: { id: "A" } }];
    const odd = new models.Tokenizer({ ...gpt2, post_processor: { type: "TemplateProcessing", single } });
    assert.throws(
      () => odd.encode("a"),
      /"model.vocab" lacks "\[X\]", and there is no "model.unk_token" for it/,
    );
  });

  it("refuses arguments of the wrong kind, options that do not exist and ids that nothing has", () => {
    const tokenizer = new models.Tokenizer(gpt2);
    const { encode, decode, tokens } = {
      encode: (...given: unknown[]) => tokenizer.encode(...(given as [string])),
      decode: (...given: unknown[]) => tokenizer.decode(...(given as [number[]])),
      tokens: (...given: unknown[]) => tokenizer.tokens(...(given as [number[]])),
    };
    assert.throws(() => encode(), /Tokenizer.encode: text is missing; it must be a text/);
    assert.throws(() => encode("a", { foo: 1 }), /Tokenizer.encode: there is no option foo/);
    assert.throws(() => decode(), /Tokenizer.decode: ids is missing; it must be a tensor or an array/);
    assert.throws(
      () => decode("abc"),
      /Tokenizer.decode: ids must be a tensor or an array of token ids, not "abc"/,
    );
    assert.throws(() => decode([0.5]), /Tokenizer.decode: ids\[0\] must be a whole number/);
    assert.throws(() => decode([1], { foo: 1 }), /Tokenizer.decode: there is no option foo/);
    assert.throws(() => decode([99_999]), /Tokenizer.decode: no token has the id 99999/);
    assert.throws(() => tokens(5), /Tokenizer.tokens: ids must be a tensor or an array of token ids, not 5/);
    assert.equal(decode(tensor([])), "");
  });
});
