import * as tf from '@tensorflow/tfjs';

/**
 * Reversible instance normalisation (Kim et al., 2022) around a forecaster: the raw series goes in,
 * its level and scale over the look-back window are taken out and put back onto the forecast.
 */
export class RevIN {
  private mean?: tf.Tensor;
  private std?: tf.Tensor;
  constructor(private readonly eps = 1e-5) {}

  normalize(series: tf.Tensor3D): tf.Tensor3D {
    // series: [batch, lookback, variables]
    const { mean, variance } = tf.moments(series, 1, true);
    this.mean = tf.keep(mean);
    this.std = tf.keep(variance.add(this.eps).sqrt());
    return series.sub(mean).div(this.std) as tf.Tensor3D;
  }

  denormalize(forecast: tf.Tensor3D): tf.Tensor3D {
    if (!this.mean || !this.std) throw new Error('normalize() first');
    return forecast.mul(this.std).add(this.mean) as tf.Tensor3D;
  }
}

/** DLinear's moving-average trend. */
function trend(series: tf.Tensor3D, window: number): tf.Tensor3D {
  return tf.avgPool(series.expandDims(2) as tf.Tensor4D, [window, 1], 1, 'same').squeeze([2]) as tf.Tensor3D;
}

export class Forecaster {
  private revin = new RevIN();
  constructor(private readonly net: tf.LayersModel, private readonly window = 25) {}

  predict(series: tf.Tensor3D): tf.Tensor3D {
    return tf.tidy(() => {
      const x = this.revin.normalize(series);
      const t = trend(x, this.window);
      const seasonal = x.sub(t);
      const [a, b] = this.net.predict([t, seasonal]) as tf.Tensor3D[];
      return this.revin.denormalize(a.add(b) as tf.Tensor3D);
    });
  }

  static mase(pred: tf.Tensor3D, truth: tf.Tensor3D, train: tf.Tensor3D, season = 24) {
    const n = train.shape[1];
    const naive = train.slice([0, season, 0], [-1, n - season, -1]).sub(train.slice([0, 0, 0], [-1, n - season, -1])).abs().mean();
    return pred.sub(truth).abs().mean().div(naive);
  }
}
