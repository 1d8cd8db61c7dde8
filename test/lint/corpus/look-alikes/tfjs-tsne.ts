import * as tf from "@tensorflow/tfjs";

/** Activations of a layer as points of a plot: centred, scaled to the unit square. */
export function toPoints(activations: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => {
    const centred = activations.sub(activations.mean(0));
    const projected = centred.slice([0, 0], [-1, 2]);
    const low = projected.min(0);
    const range = projected.max(0).sub(low);
    return projected.sub(low).div(range) as tf.Tensor2D;
  });
}

export function standardiseColumns(table: tf.Tensor2D): tf.Tensor2D {
  const { mean, variance } = tf.moments(table, 0);
  return table.sub(mean).div(variance.sqrt().add(1e-7)) as tf.Tensor2D;
}
