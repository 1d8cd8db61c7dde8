import { deepEqual } from "node:assert/strict";
import { testLinter } from "./testLinter.ts";

const says = async (text: string, language: "python" | "typescript" = "python"): Promise<string[]> => {
  const { findings } = (await testLinter()).lint(
    { path: "file", text, language },
    { rules: { "affine-per-token": "warning" } },
  );
  return findings.map(({ severity, ruleId, message }) => `${severity} ${ruleId}: ${message}`);
};

const causal =
  "import torch\nimport torch.nn as nn\n\nclass Block(nn.Module):\n  def forward(self, x):\n    mask = torch.tril(x)\n    B, T, C = x.shape\n";

describe("messages", () => {
  it("name the axis, the layout and its source, the consequence and the repair", async () => {
    deepEqual(await says(`${causal}    return x - x.mean(dim=1, keepdim=True)\n`), [
      "error cross-token-statistic: mean over axis 1 pools the T tokens of x ([B, T, C], unpacked in line 7), so each token " +
        "reads later ones past the causal mask (line 6). Use dim=-1, keepdim=True.",
    ]);
  });

  it("say tokens once, and no repair that the code has already where the channels are flattened away", async () => {
    const body = "  flat = x.flatten(1)\n  return flat - flat.mean(dim=-1, keepdim=True)\n";
    deepEqual(await says(`import torch\ndef f(x):\n  B, tokens, C = x.shape\n${body}`), [
      "warning cross-token-statistic: mean over axis 1 pools the tokens of x ([B, tokens*C], unpacked in line 3), so each " +
        "token reads the others. Use dim=-1, keepdim=True while the channels (C) have an axis of their own.",
    ]);
  });

  it("of a layer built over tokens", async () => {
    deepEqual(await says("import torch.nn as nn\nnorm = nn.LayerNorm([seq_len, d_model])\n"), [
      "warning norm-over-tokens: LayerNorm([seq_len, d_model]) takes one mean and variance over all seq_len tokens of a " +
        "sequence. Use LayerNorm(d_model); the saved weights change shape, so retrain.",
    ]);
  });

  it("of a batch norm, a warning in a causal model and a note elsewhere", async () => {
    const forward = "    return nn.BatchNorm1d(C)(x.transpose(1, 2))\n";
    const message =
      "BatchNorm1d on [B, C, T] pools batch and tokens while training and uses frozen statistics in eval(): training sees " +
      "later tokens, generation does not. Use LayerNorm(C), or silence with a reason if intended.";
    deepEqual(await says(causal + forward), [`warning batch-statistic: ${message}`]);
    deepEqual(await says(causal.replace("torch.tril(x)", "x") + forward), [
      `note batch-statistic: ${message}`,
    ]);
  });

  it("of a lost axis", async () => {
    deepEqual(await says("import torch\ndef f(x):\n  B, T, C = x.shape\n  return x - x.mean(-1)\n"), [
      "warning missing-keepdim: mean over axis -1 drops that axis, so broadcasting lines the result up with the wrong one: " +
        "a shape error, or silently wrong values when the sizes agree. Pass keepdim=True.",
    ]);
  });

  it("of a scale per token", async () => {
    const text =
      "import torch\nimport torch.nn as nn\nclass N(nn.Module):\n  def __init__(self, seq_len, d_model):\n" +
      "    self.gamma = nn.Parameter(torch.ones(seq_len, d_model))\n";
    deepEqual(await says(text), [
      "warning affine-per-token: gamma has the shape [seq_len, d_model]: one value per token. One vector over the channels " +
        "serves all tokens, and any length of sequence.",
    ]);
  });

  it("of loops", async () => {
    const text =
      "function f(x: Float32Array, T: number, C: number) {\n  let s = 0;\n  for (let i = 0; i < T * C; i++) s += x[i];\n" +
      "  const m = s / (T * C);\n  return x.map((v) => v - m);\n}\n";
    deepEqual(await says(text, "typescript"), [
      "warning cross-token-statistic: This sum adds up the whole buffer, so the statistic that normalises x pools the T tokens over " +
        "all axes ([T, C], named in line 1), so each token reads the others. Loop over tokens outside, over channels inside, and start each sum anew per token.",
    ]);
  });

  it("of a layer whose axes are set in code about Transformers", async () => {
    const text =
      "import keras\nclass Block(keras.layers.Layer):\n  def __init__(self, d):\n" +
      "    self.attention = keras.layers.MultiHeadAttention(4, d)\n    self.norm = keras.layers.LayerNormalization(axis=1)\n";
    deepEqual(await says(text), [
      "warning norm-over-tokens: LayerNormalization over axis 1 takes its statistics over the tokens of a sequence [B, N, C], " +
        "so each token reads the others. Use the channel axis alone, axis -1.",
    ]);
  });

  it("of a layout that a scale along the last axis tells", async () => {
    const text =
      "import torch\nfrom torch import nn\nclass Norm(nn.Module):\n  def __init__(self, d_model):\n" +
      "    self.gain = nn.Parameter(torch.ones(d_model))\n  def forward(self, x):\n" +
      "    return self.gain * (x - x.mean(dim=1, keepdim=True))\n";
    deepEqual(await says(text), [
      "warning cross-token-statistic: mean over axis 1 pools the N tokens of x ([B, N, C], by the vector that scales its last " +
        "axis in line 7), so each token reads the others. Use dim=-1, keepdim=True.",
    ]);
  });
});

describe("levels", () => {
  const levels = async (text: string): Promise<string[]> =>
    (await says(text)).map((line) => line.split(":")[0]!);
  const centre = "    B, T, C = x.shape\n    return x - x.mean(dim=1, keepdim=True)\n";
  const model =
    "class Model(nn.Module):\n  def __init__(self):\n    self.encoder, self.decoder = Encoder(), Decoder()\n" +
    "  def forward(self, a, b):\n    return self.decoder(b, self.encoder(a))\n";
  const masked = `class Decoder(nn.Module):\n  def forward(self, x, memory):\n    tgt_mask = torch.tril(x)\n${centre}`;

  it("of an encoder are not raised by the mask of the decoder beside it", async () => {
    const text = `import torch\nfrom torch import nn\nclass Encoder(nn.Module):\n  def forward(self, x):\n${centre}${masked}${model}`;
    deepEqual(await levels(text), ["warning cross-token-statistic", "error cross-token-statistic"]);
  });

  it("of an encoder that masks the future itself are errors", async () => {
    const own = `class Encoder(nn.Module):\n  def forward(self, x):\n    causal_mask = torch.tril(x)\n${centre}`;
    const text = `import torch\nfrom torch import nn\n${own}${masked}${model}`;
    deepEqual(await levels(text), ["error cross-token-statistic", "error cross-token-statistic"]);
  });
});

describe("related places", () => {
  const related = async (text: string): Promise<string[]> => {
    const { findings } = (await testLinter()).lint({ path: "file", text, language: "python" });
    return findings.flatMap((finding) => finding.related.map(({ line, message }) => `${line} ${message}`));
  };

  it("are the layout's evidence, the causal mask and the statistic behind a helper", async () => {
    const text = `${causal}    return centre(x, 1)\n\ndef centre(x, axis):\n  return x - x.mean(axis, keepdim=True)\n`;
    deepEqual(await related(text), ["7 [B, T, C] here", "6 causal mask", "11 the statistic"]);
  });

  it("of a layer are where its input is told and where it is applied", async () => {
    const text =
      "import torch.nn as nn\nclass M(nn.Module):\n  def __init__(self, d):\n    self.norm = nn.GroupNorm(1, d)\n" +
      "  def forward(self, x):\n    B, T, C = x.shape\n    return self.norm(x.transpose(1, 2))\n";
    deepEqual(await related(text), ["6 [B, C, T] here", "7 applied here"]);
  });

  it("of a lost axis is where it is lined up", async () => {
    const text = "def f(x):\n  B, T, C = x.shape\n  m = x.mean(-1)\n  return x - m\n";
    deepEqual(await related(text), ["4 lined up here"]);
  });
});
