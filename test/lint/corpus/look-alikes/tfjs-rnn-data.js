import * as tf from "@tensorflow/tfjs";

// Weather windows for a GRU: statistics of the training rows, by column.
export class WeatherData {
  constructor(rows) {
    this.rows = rows;
    this.means = [];
    this.stddevs = [];
    const columns = rows[0].length;
    for (let c = 0; c < columns; c++) {
      const column = tf.tensor1d(rows.map((row) => row[c]));
      const { mean, variance } = tf.moments(column);
      this.means.push(mean.dataSync()[0]);
      this.stddevs.push(Math.sqrt(variance.dataSync()[0]));
      column.dispose();
    }
  }

  window(start, length) {
    const values = [];
    for (let t = start; t < start + length; t++)
      values.push(this.rows[t].map((value, c) => (value - this.means[c]) / this.stddevs[c]));
    return tf.tensor3d([values]);
  }
}

export function gru(length, columns) {
  const model = tf.sequential();
  model.add(tf.layers.gru({ units: 32, inputShape: [length, columns] }));
  model.add(tf.layers.batchNormalization());
  model.add(tf.layers.dense({ units: 1 }));
  return model;
}
