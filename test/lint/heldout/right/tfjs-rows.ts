import * as tf from "@tensorflow/tfjs";

export class LayerNorm {
  constructor(
    private readonly gain: tf.Tensor1D,
    private readonly bias: tf.Tensor1D,
  ) {}

  /** x: [batch, tokens, channels] */
  apply(x: tf.Tensor3D): tf.Tensor3D {
    return tf.tidy(() => {
      const { mean, variance } = tf.moments(x, -1, true);
      return x.sub(mean).div(variance.add(1e-5).sqrt()).mul(this.gain).add(this.bias) as tf.Tensor3D;
    });
  }
}

export const norm = (): tf.layers.Layer => tf.layers.layerNormalization({ axis: -1, epsilon: 1e-5 });

export function pooled(x: tf.Tensor3D): tf.Tensor2D {
  return x.mean(1);
}
