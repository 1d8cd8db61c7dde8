import * as tf from '@tensorflow/tfjs';

class LayerNorm extends tf.layers.Layer {
  build(inputShape) {
    this.gamma = this.addWeight('gamma', [inputShape[inputShape.length - 1]], 'float32', tf.initializers.ones());
  }
  call(inputs) {
    return tf.tidy(() => {
      const x = Array.isArray(inputs) ? inputs[0] : inputs;
      const [batch, seqLen, dModel] = x.shape;
      const mean = x.mean(1, true); // expect: cross-token-statistic
      const variance = x.sub(mean).square().mean(1, true); // expect: cross-token-statistic
      return x.sub(mean).div(variance.add(1e-6).sqrt()).mul(this.gamma.read());
    });
  }
}
