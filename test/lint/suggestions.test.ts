import { deepEqual, equal } from "node:assert/strict";
import { type Finding, type PlacedSuggestion } from "../../src/lint/index.ts";
import { testLinter } from "./testLinter.ts";

const head = "import torch.nn as nn\nimport torch.nn.functional as F\nimport tensorflow as tf\n";
const unpack = "def f(x):\n    B, T, C = x.shape\n";

async function findings(text: string): Promise<readonly Finding[]> {
  return (await testLinter()).lint({ path: "a.py", text: head + text, language: "python" }).findings;
}

/** The last line of a text after the one suggestion of its one finding. */
async function repaired(text: string): Promise<{ line: string; safe: boolean }> {
  const found = await findings(text);
  equal(found.length, 1);
  const [suggestion] = found[0]!.suggestions as [PlacedSuggestion];
  const lines = (head + text).split("\n");
  for (const edit of suggestion.edits) {
    const line = lines[edit.line - 1]!;
    lines[edit.line - 1] = line.slice(0, edit.column - 1) + edit.text + line.slice(edit.endColumn - 1);
  }
  deepEqual(await findings(lines.slice(3).join("\n")), []);
  return { line: lines.filter(Boolean).at(-1)!.trim(), safe: suggestion.safe };
}

describe("a suggestion repairs what is found, and is not applied by itself", () => {
  const cases: Record<string, string> = {
    "return x - x.mean(1, keepdim=True)": "return x - x.mean(-1, keepdim=True)",
    "return x - x.mean(dim=(1,), keepdim=True)": "return x - x.mean(dim=-1, keepdim=True)",
    "return F.layer_norm(x, x.shape[1:])": "return F.layer_norm(x, x.shape[-1:])",
    "return F.layer_norm(x, x.size()[1:])": "return F.layer_norm(x, x.size()[-1:])",
    "return F.normalize(x)": "return F.normalize(x, dim=-1)",
    "return tf.contrib.layers.layer_norm(x)": "return tf.contrib.layers.layer_norm(x, begin_norm_axis=-1)",
    "return tf.contrib.layers.layer_norm(x, begin_norm_axis=1)":
      "return tf.contrib.layers.layer_norm(x, begin_norm_axis=-1)",
    "return nn.LayerNorm([T, C])(x)": "return nn.LayerNorm(C)(x)",
    "return tf.keras.layers.LayerNormalization(axis=[1, 2])(x)":
      "return tf.keras.layers.LayerNormalization(axis=-1)(x)",
  };
  for (const [wrong, right] of Object.entries(cases))
    it(`${wrong} -> ${right}`, async () =>
      deepEqual(await repaired(`${unpack}    ${wrong}\n`), { line: right, safe: false }));

  it("a missing keepdim is safe to add", async () =>
    deepEqual(await repaired(`${unpack}    return x - x.mean(-1)\n`), {
      line: "return x - x.mean(-1, keepdim=True)",
      safe: true,
    }));
});
