import assert from "node:assert/strict";
import { nn, optim } from "../../../src/core/index.ts";
import { reference } from "./layerCases.ts";

/** A layer's own properties that are named like options of PyTorch's. */
function agree(name: string, own: object, exceptions: Readonly<Record<string, unknown>> = {}): string[] {
  const compared: string[] = [];
  for (const [option, theirs] of Object.entries(reference.defaults[name]!)) {
    if (!(option in own)) continue;
    const ours = (own as Record<string, unknown>)[option];
    const flag = typeof theirs === "boolean" && typeof ours !== "boolean" ? ours !== null : ours;
    assert.deepEqual(flag, option in exceptions ? exceptions[option] : theirs, `${name}: ${option}`);
    compared.push(option);
  }
  return compared.sort();
}

describe("defaults are PyTorch's, read by introspection", () => {
  it("of layers", () => {
    assert.deepEqual(agree("Linear", new nn.Linear(2, 3)), ["bias"]);
    assert.deepEqual(agree("Embedding", new nn.Embedding(2, 3)), ["paddingIdx"]);
    assert.deepEqual(agree("LayerNorm", new nn.LayerNorm(4)), ["bias", "eps"]);
    assert.deepEqual(agree("BatchNorm1d", new nn.BatchNorm1d(4)), ["bias", "eps", "momentum"]);
    assert.deepEqual(agree("GroupNorm", new nn.GroupNorm(2, 4)), ["bias", "eps"]);
    assert.deepEqual(agree("InstanceNorm1d", new nn.InstanceNorm1d(4), { bias: false }), [
      "bias",
      "eps",
      "momentum",
    ]);
    assert.deepEqual(agree("Dropout", new nn.Dropout()), ["p"]);
    assert.deepEqual(agree("GELU", new nn.GELU()), ["approximate"]);
    assert.deepEqual(agree("TransformerEncoder", new nn.TransformerEncoder(() => tinyLayer(), 1)), ["norm"]);
  });

  it("of affine parameters and running statistics", () => {
    const { defaults } = reference;
    assert.equal(new nn.LayerNorm(4).weight !== null, defaults["LayerNorm"]!["elementwiseAffine"]);
    assert.equal(new nn.BatchNorm1d(4).weight !== null, defaults["BatchNorm1d"]!["affine"]);
    assert.equal(new nn.BatchNorm1d(4).runningMean !== null, defaults["BatchNorm1d"]!["trackRunningStats"]);
    const instance = new nn.InstanceNorm1d(4);
    assert.equal(instance.weight !== null, defaults["InstanceNorm1d"]!["affine"]);
    assert.equal(instance.runningMean !== null, defaults["InstanceNorm1d"]!["trackRunningStats"]);
  });

  it("of RMSNorm, whose eps of None is float32's machine epsilon", () => {
    assert.equal(reference.defaults["RMSNorm"]!["eps"], null);
    assert.equal(new nn.RMSNorm(4).eps, 1.1920928955078125e-7);
  });

  it("of attention and Transformer layers, but for batchFirst", () => {
    const batchFirst = true;
    assert.deepEqual(agree("MultiheadAttention", new nn.MultiheadAttention(4, 2), { batchFirst }), [
      "batchFirst",
      "dropout",
    ]);
    const layer = tinyLayer();
    const theirs = reference.defaults["TransformerEncoderLayer"]!;
    assert.equal(new nn.TransformerEncoderLayer(4, 2).linear1.outFeatures, theirs["dimFeedforward"]);
    assert.equal(layer.dropout.p, theirs["dropout"]);
    assert.equal(layer.norm1.eps, theirs["layerNormEps"]);
    assert.equal(layer.normFirst, theirs["normFirst"]);
    assert.equal(layer.selfAttn.batchFirst, true);
    assert.equal(theirs["batchFirst"], false);
  });

  it("of optimizers", () => {
    const parameters = () => new nn.Linear(1, 1).parameters();
    const common = ["lr", "weightDecay"];
    assert.deepEqual(
      agree("SGD", new optim.SGD(parameters()).paramGroups[0]!),
      ["dampening", "momentum", "nesterov", ...common].sort(),
    );
    assert.deepEqual(
      agree("Adam", new optim.Adam(parameters()).paramGroups[0]!),
      ["betas", "eps", ...common].sort(),
    );
    assert.deepEqual(
      agree("AdamW", new optim.AdamW(parameters()).paramGroups[0]!),
      ["betas", "eps", ...common].sort(),
    );
  });
});

const tinyLayer = () => new nn.TransformerEncoderLayer(4, 2, { dimFeedforward: 4 });
