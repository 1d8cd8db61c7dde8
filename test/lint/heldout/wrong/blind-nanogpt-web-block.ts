import * as tf from '@tensorflow/tfjs';

export interface GPTConfig {
  blockSize: number;
  nEmbd: number;
  nHead: number;
  dropout: number;
}

/** Pre-norm transformer block, one head group, written against the functional tfjs API. */
export class Block {
  private readonly wQKV: tf.Variable<tf.Rank.R2>;
  private readonly wO: tf.Variable<tf.Rank.R2>;
  private readonly gamma: tf.Variable;
  private readonly beta: tf.Variable;

  constructor(private readonly cfg: GPTConfig) {
    const d = cfg.nEmbd;
    this.wQKV = tf.variable(tf.randomNormal([d, 3 * d], 0, 0.02));
    this.wO = tf.variable(tf.randomNormal([d, d], 0, 0.02));
    this.gamma = tf.variable(tf.ones([d]));
    this.beta = tf.variable(tf.zeros([d]));
  }

  private layerNorm(x: tf.Tensor3D): tf.Tensor3D {
    return tf.tidy(() => {
      const { mean, variance } = tf.moments(x, [1, 2], true); // expect: cross-token-statistic
      const normed = x.sub(mean).div(variance.add(1e-5).sqrt());
      return normed.mul(this.gamma).add(this.beta) as tf.Tensor3D;
    });
  }

  private attend(x: tf.Tensor3D): tf.Tensor3D {
    const [B, T, C] = x.shape;
    const hs = C / this.cfg.nHead;
    const qkv = tf.matMul(x.reshape([B * T, C]), this.wQKV as tf.Tensor2D).reshape([B, T, 3, this.cfg.nHead, hs]);
    const [q, k, v] = tf.unstack(qkv, 2).map((p) => p.transpose([0, 2, 1, 3]));
    let att = tf.matMul(q, k, false, true).mul(1 / Math.sqrt(hs));
    const causal = tf.linalg.bandPart(tf.ones([T, T]), -1, 0);
    att = tf.where(causal.cast('bool'), att, tf.fill(att.shape, -1e9));
    const y = tf.matMul(tf.softmax(att), v).transpose([0, 2, 1, 3]).reshape([B * T, C]);
    return tf.matMul(y as tf.Tensor2D, this.wO as tf.Tensor2D).reshape([B, T, C]) as tf.Tensor3D;
  }

  apply(x: tf.Tensor3D): tf.Tensor3D {
    return tf.tidy(() => x.add(this.attend(this.layerNorm(x))) as tf.Tensor3D);
  }
}
