import * as tf from "@tensorflow/tfjs";

/** A decoder block; every statistic is along the last axis. */
export class Block extends tf.layers.Layer {
  private readonly norm = tf.layers.layerNormalization({ axis: -1 });

  constructor(private readonly heads: number, private readonly dim: number) {
    super({});
  }

  override call(inputs: tf.Tensor3D): tf.Tensor {
    return tf.tidy(() => {
      const [batch, tokens] = inputs.shape;
      const x = this.norm.apply(inputs) as tf.Tensor3D;
      const q = x.reshape([batch, tokens, this.heads, -1]).transpose([0, 2, 1, 3]);
      const scores = tf.matMul(q, q, false, true).div(Math.sqrt(this.dim / this.heads));
      const shifted = scores.sub(scores.max(-1, true));
      const weights = shifted.exp().div(shifted.exp().sum(-1, true));
      return tf.matMul(weights, q).transpose([0, 2, 1, 3]).reshape([batch, tokens, this.dim]).add(inputs);
    });
  }
}
