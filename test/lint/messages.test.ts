import { deepEqual } from "node:assert/strict";
import { type Finding, languageOfPath } from "../../src/lint/index.ts";
import { readCases } from "./corpus.ts";
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

  it("call a causal convolution so, and name the use of a causal module rather than a class of that name", async () => {
    const text =
      "import torch.nn as nn\nclass CausalUnit(nn.Module):\n  def __init__(self, c):\n    self.conv = CausalConv1d(c, c, 3)\n" +
      "  def forward(self, x):\n    B, T, C = x.shape\n    return self.conv(x - x.mean(1, keepdim=True))\n";
    deepEqual(await says(text), [
      "error cross-token-statistic: mean over axis 1 pools the T tokens of x ([B, T, C], unpacked in line 6), so each token " +
        "reads later ones past the causal convolution (line 4). Use dim=-1, keepdim=True.",
    ]);
  });

  it("repair an einops pattern by another pattern", async () => {
    const text = "from einops import reduce\ndef f(x):\n  return x - reduce(x, 'b n c -> b 1 c', 'mean')\n";
    deepEqual(await says(text), [
      "warning cross-token-statistic: mean over axis 1 pools the n tokens of x ([b, n, c], by the einops pattern in line 3), " +
        'so each token reads the others. Use the pattern "b n c -> b n 1".',
    ]);
  });

  it("of a layer built over tokens", async () => {
    deepEqual(await says("import torch.nn as nn\nnorm = nn.LayerNorm([seq_len, d_model])\n"), [
      "warning norm-over-tokens: LayerNorm([seq_len, d_model]) takes one mean and variance over axes -2 and -1, all seq_len " +
        "tokens of a sequence ([..., seq_len, d_model], by these names), so each token reads the others. Use LayerNorm(d_model); the saved weights change shape, so retrain.",
    ]);
  });

  it("of a norm that is a function: it has no weights to change", async () => {
    const text =
      "import torch.nn.functional as F\ndef f(x):\n  B, T, C = x.shape\n  return F.layer_norm(x, x.size()[1:])\n";
    deepEqual(await says(text), [
      "warning norm-over-tokens: layer_norm over axes 1 and 2 takes its statistics over the T tokens of its input ([B, T, C], " +
        "unpacked in line 3), so each token reads the others. Use the channel size alone, (C,).",
    ]);
  });

  it("take a mask that is written in place for one", async () => {
    const mask = "import torch\ndef f(x):\n  mask = torch.ones(8, 8).triu_(1)\n  B, T, C = x.shape\n";
    deepEqual(await says(`${mask}  return x - x.mean(1, keepdim=True)\n`), [
      "error cross-token-statistic: mean over axis 1 pools the T tokens of x ([B, T, C], unpacked in line 4), so each token " +
        "reads later ones past the causal mask (line 3). Use dim=-1, keepdim=True.",
    ]);
  });

  it("of a batch norm, a warning in a causal model and a note elsewhere", async () => {
    const forward = "    return nn.BatchNorm1d(C)(x.transpose(1, 2))\n";
    const message =
      "BatchNorm1d over axes 0 and 2 of its input ([B, C, T], unpacked in line 7) pools batch and T tokens while training and uses frozen statistics in eval(): training sees " +
      "later tokens, generation does not. Use LayerNorm(C), or silence with a reason if intended.";
    deepEqual(await says(causal + forward), [`warning batch-statistic: ${message}`]);
    deepEqual(await says(causal.replace("torch.tril(x)", "x") + forward), [
      `note batch-statistic: ${message}`,
    ]);
  });

  it("of a norm over the batch alone", async () => {
    deepEqual(await says("def f(x):\n  B, T, C = x.shape\n  return x - x.mean(0, keepdim=True)\n"), [
      "note batch-statistic: mean over axis 0 pools the sequences of a batch ([B, T, C], unpacked in line 2), so what a token " +
        "becomes depends on the batch it is in. Take it over the channels (C).",
    ]);
  });

  it("of a layer that is applied to tokens", async () => {
    const forward = "    return nn.GroupNorm(1, C)(x.transpose(1, 2))\n";
    deepEqual(await says(causal + forward), [
      "error norm-over-tokens: GroupNorm over axes 1 and 2 takes its statistics over the T tokens of its input ([B, C, T], " +
        "unpacked in line 7), so each token reads later ones past the causal mask (line 6). Use LayerNorm(C) over the " +
        "channels, or silence this with a reason if it is intended.",
    ]);
  });

  it("of loops over rows of arrays, by the bounds of the loops", async () => {
    const text =
      "function f(rows: number[][]) {\n  const T = rows.length, C = rows[0].length;\n  for (let c = 0; c < C; c++) {\n" +
      "    let s = 0;\n    for (let t = 0; t < T; t++) s += rows[t][c];\n    const m = s / T;\n" +
      "    for (let t = 0; t < T; t++) rows[t][c] -= m;\n  }\n}\n";
    deepEqual(await says(text, "typescript"), [
      "warning cross-token-statistic: This sum runs over the tokens of one channel, so the statistic that normalises rows pools " +
        "the tokens over axis 0 (one row a token, by the bounds of the loops, T), so each token reads the others. Loop over " +
        "tokens outside, over channels inside, and start each sum anew per token.",
    ]);
  });

  it("of a lost axis", async () => {
    deepEqual(await says("import torch\ndef f(x):\n  B, T, C = x.shape\n  return x - x.mean(-1)\n"), [
      "warning missing-keepdim: mean over axis -1 drops that axis of x ([B, T, C], unpacked in line 3), so broadcasting lines the result up with the wrong one: " +
        "a shape error, or silently wrong values when the sizes agree. Pass keepdim=True.",
    ]);
  });

  it("of a scale per token", async () => {
    const text =
      "import torch\nimport torch.nn as nn\nclass N(nn.Module):\n  def __init__(self, seq_len, d_model):\n" +
      "    self.gamma = nn.Parameter(torch.ones(seq_len, d_model))\n";
    deepEqual(await says(text), [
      "warning affine-per-token: gamma has one value per token along axis 0 ([seq_len, d_model], by these names), so it is " +
        "tied to the length of a sequence. Use one vector over the channels, [d_model], for all tokens.",
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
      "warning norm-over-tokens: LayerNormalization over axis 1 takes its statistics over the tokens of a sequence ([B, N, C], by the attention in this code), " +
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

describe("every message of the corpus", () => {
  const findings = async (): Promise<Finding[]> => {
    const linter = await testLinter();
    return readCases("./corpus").flatMap(({ name, path, text }) => {
      const source = { path: name, text, language: languageOfPath(path)! };
      return linter.lint(source, { rules: { "affine-per-token": "warning" } }).findings;
    });
  };

  it("names the axis, the layout and what it was inferred from, the consequence and the repair", async () => {
    const parts = {
      axis: /\ball axes\b|\bax[ie]s -?\d/,
      layout: /\[[^\]]*\w+[^\]]*\]|one row a token|a rank that nothing here tells/,
      source: /(line|cell) \d|these names|this code|the bounds of the loops|nothing here tells/,
      consequence: /, so |training sees later tokens/,
      repair: /\. (Use|Pass|Take|Move|Loop|Normalise) /,
    };
    const lacking = (await findings()).flatMap(({ message }) =>
      Object.entries(parts).flatMap(([part, pattern]) =>
        pattern.test(message) ? [] : [`${part}: ${message}`],
      ),
    );
    deepEqual(lacking, []);
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

  it("of norms that say in their names what they pool are notes, where nothing is causal", async () => {
    const norm = `import torch\nfrom torch import nn\nclass GlobalLayerNorm(nn.Module):\n  def forward(self, x):\n${centre}`;
    deepEqual(await levels(norm), ["note cross-token-statistic"]);
    deepEqual(await levels(norm.replace("    B", "    mask = torch.tril(x)\n    B")), [
      "error cross-token-statistic",
    ]);
  });

  it("of batch norms by hand, over tokens folded into the batch, are notes where nothing is causal", async () => {
    const flat =
      "def f(x):\n  B, T, C = x.shape\n  y = x.reshape(B * T, C)\n  return y - y.mean(0, keepdim=True)\n";
    deepEqual(await levels(flat), ["note cross-token-statistic"]);
  });

  it("of a module that gives a causal model's type of output are not raised by it", async () => {
    const model = "class Model(nn.Module):\n  def forward(self, x):\n    B, T, C = x.shape\n";
    const text = `from torch import nn\n${model}    return CausalLMOutput(nn.BatchNorm1d(C)(x.transpose(1, 2)))\n`;
    deepEqual(await levels(text), ["note batch-statistic"]);
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

  it("of a lost axis are where it is lined up and where its layout is told", async () => {
    const text = "def f(x):\n  B, T, C = x.shape\n  m = x.mean(-1)\n  return x - m\n";
    deepEqual(await related(text), ["4 lined up here", "2 [B, T, C] here"]);
  });
});
