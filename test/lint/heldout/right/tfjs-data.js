import * as tf from "@tensorflow/tfjs-node";

// Housing data: every feature by the training set's statistics.
export function statistics(rows) {
  return tf.tidy(() => {
    const data = tf.tensor2d(rows);
    const { mean, variance } = tf.moments(data, 0);
    return { mean: mean.arraySync(), std: variance.sqrt().arraySync() };
  });
}

export function normalise(rows, { mean, std }) {
  return tf.tidy(() => tf.tensor2d(rows).sub(mean).div(std).arraySync());
}

export function sequenceBatch(series, length) {
  const values = tf.tensor1d(series);
  const low = values.min();
  const high = values.max();
  const scaled = values.sub(low).div(high.sub(low));
  return scaled.reshape([-1, length, 1]);
}
