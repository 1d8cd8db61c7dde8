import * as tf from "@tensorflow/tfjs";
import { contender, type Contender } from "./measure.ts";

const [layers, heads, channels, tokens, vocabulary] = [4, 4, 128, 64, 65];

interface Layer {
  readonly [name: string]: tf.Variable<tf.Rank.R2>;
}

const matrix = (rows: number, columns: number) =>
  tf.variable(tf.randomNormal<tf.Rank.R2>([rows, columns], 0, 0.02)) as tf.Variable<tf.Rank.R2>;

function norm(x: tf.Tensor2D): tf.Tensor2D {
  const { mean, variance } = tf.moments(x, 1, true);
  return x.sub(mean).mul(variance.add(1e-5).rsqrt());
}

function gelu(x: tf.Tensor2D): tf.Tensor2D {
  const inside = x.add(x.mul(x).mul(x).mul(0.044715)).mul(Math.sqrt(2 / Math.PI));
  return x.mul(0.5).mul(inside.tanh().add(1));
}

/** One step of Adam of the 4-layer character model in tfjs, without biases and norms' weights: a little less than ours does.
 * Its embedding is a product with one-hot rows: the wasm backend has no gradient of gather. */
export function tfTraining(batch: number): Contender {
  const embedding = matrix(vocabulary, channels);
  const positions = matrix(tokens, channels);
  const head = matrix(channels, vocabulary);
  const blocks: Layer[] = Array.from({ length: layers }, () => ({
    q: matrix(channels, channels),
    k: matrix(channels, channels),
    v: matrix(channels, channels),
    out: matrix(channels, channels),
    expand: matrix(channels, 4 * channels),
    project: matrix(4 * channels, channels),
  }));
  const ids = tf
    .oneHot(tf.randomUniform([batch * tokens], 0, vocabulary, "int32"), vocabulary)
    .toFloat() as tf.Tensor2D;
  const targets = tf.oneHot(tf.randomUniform([batch * tokens], 0, vocabulary, "int32"), vocabulary);
  const mask = tf.linalg
    .bandPart(tf.ones([tokens, tokens]), -1, 0)
    .sub(1)
    .mul(1e9);
  const optimizer = tf.train.adam(3e-4);
  const inHeads = (x: tf.Tensor) =>
    x.reshape([batch, tokens, heads, channels / heads]).transpose([0, 2, 1, 3]);
  const attend = (x: tf.Tensor2D, { q, k, v, out }: Layer) => {
    const [query, key, value] = [q!, k!, v!].map((weight) => inHeads(x.matMul(weight))) as [
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
    ];
    const scores = tf
      .matMul(query, key, false, true)
      .mul((channels / heads) ** -0.5)
      .add(mask);
    const mixed = tf.matMul(tf.softmax(scores), value).transpose([0, 2, 1, 3]);
    return mixed.reshape([batch * tokens, channels]).matMul(out!) as tf.Tensor2D;
  };
  const loss = () => {
    let x = tf.matMul(ids, embedding).add(tf.tile(positions, [batch, 1])) as tf.Tensor2D;
    for (const block of blocks) {
      x = x.add(attend(norm(x), block));
      const hidden = gelu(tf.matMul(norm(x), block["expand"]!));
      x = x.add<tf.Tensor2D>(hidden.matMul(block["project"]!));
    }
    const logits = norm(x).matMul(head);
    return tf.neg(tf.sum(tf.mul(targets, tf.logSoftmax(logits)))).div(batch * tokens) as tf.Scalar;
  };
  return contender("tfjs wasm", () => tf.tidy(() => optimizer.minimize(loss, true)!.dataSync()[0]));
}
