import { OnnxGraph } from "./onnx.ts";
import { randomArray } from "./ours.ts";

/** A model, the shape of its input `x`, and whether that holds ids. */
export interface OnnxModel {
  readonly bytes: Uint8Array;
  readonly shape: readonly number[];
  readonly ids?: number;
  readonly output: string;
}

export function layerNormModel(rows: number, columns: number): OnnxModel {
  const graph = new OnnxGraph();
  const x = graph.input("x", [rows, columns]);
  const weight = graph.constant(new Float32Array(columns).fill(1), [columns]);
  const bias = graph.constant(new Float32Array(columns), [columns]);
  const [output] = graph.node("LayerNormalization", [x, weight, bias], { epsilon: { float: 1e-5 } });
  return { bytes: graph.bytes(output!, [rows, columns]), shape: [rows, columns], output: output! };
}

export function softmaxModel(rows: number, columns: number): OnnxModel {
  const graph = new OnnxGraph();
  const [output] = graph.node("Softmax", [graph.input("x", [rows, columns])]);
  return { bytes: graph.bytes(output!, [rows, columns]), shape: [rows, columns], output: output! };
}

export function matmulModel(m: number, k: number, n: number): OnnxModel {
  const graph = new OnnxGraph();
  const b = graph.constant(randomArray(k * n), [k, n]);
  const [output] = graph.node("MatMul", [graph.input("x", [m, k]), b]);
  return { bytes: graph.bytes(output!, [m, n]), shape: [m, k], output: output! };
}

/** GPT-2 small with random weights: ids [1, tokens] -> logits. */
export function gptModel(
  tokens: number,
  vocabulary = 50257,
  layers = 12,
  heads = 12,
  channels = 768,
): OnnxModel {
  const graph = new OnnxGraph();
  const one = (op: string, inputs: readonly string[], attributes = {}) =>
    graph.node(op, inputs, attributes)[0]!;
  const random = (...shape: number[]) =>
    graph.constant(
      randomArray(shape.reduce((a, b) => a * b)).map((value) => value * 0.02),
      shape,
    );
  const shapeOf = (...shape: number[]) =>
    graph.constant(BigInt64Array.from(shape.map(BigInt)), [shape.length]);
  const norm = (x: string) =>
    one("LayerNormalization", [x, random(channels), random(channels)], { epsilon: { float: 1e-5 } });
  const linear = (x: string, from: number, to: number) =>
    one("Add", [one("MatMul", [x, random(from, to)]), random(to)]);
  const split = shapeOf(channels, channels, channels);
  const intoHeads = shapeOf(1, tokens, heads, channels / heads);
  const together = shapeOf(1, tokens, channels);
  const scale = graph.constant(Float32Array.of((channels / heads) ** -0.5), [1]);
  const mask = Float32Array.from({ length: tokens * tokens }, (_, i) =>
    i % tokens > Math.floor(i / tokens) ? -1e9 : 0,
  );
  const causal = graph.constant(mask, [tokens, tokens]);
  const embedding = random(vocabulary, channels);
  let x = one("Add", [
    one("Gather", [embedding, graph.input("x", [1, tokens], "int64")]),
    random(tokens, channels),
  ]);
  for (let layer = 0; layer < layers; layer++) {
    const parts = graph.node("Split", [linear(norm(x), channels, 3 * channels), split], { axis: 2 }, 3);
    const [q, k, v] = parts.map((part, i) =>
      one("Transpose", [one("Reshape", [part, intoHeads])], { perm: i === 1 ? [0, 2, 3, 1] : [0, 2, 1, 3] }),
    ) as [string, string, string];
    const scores = one("Add", [one("Mul", [one("MatMul", [q, k]), scale]), causal]);
    const mixed = one("Transpose", [one("MatMul", [one("Softmax", [scores]), v])], { perm: [0, 2, 1, 3] });
    x = one("Add", [x, linear(one("Reshape", [mixed, together]), channels, channels)]);
    const hidden = one("Gelu", [linear(norm(x), channels, 4 * channels)], { approximate: "tanh" });
    x = one("Add", [x, linear(hidden, 4 * channels, channels)]);
  }
  const logits = one("MatMul", [norm(x), random(channels, vocabulary)]);
  return {
    bytes: graph.bytes(logits, [1, tokens, vocabulary]),
    shape: [1, tokens],
    ids: vocabulary,
    output: logits,
  };
}
