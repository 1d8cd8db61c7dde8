import * as tf from '@tensorflow/tfjs';

/** Instance normalisation of Ulyanov et al. Images are NHWC. */
class InstanceNorm extends tf.layers.Layer {
  static className = 'InstanceNorm';
  private gamma!: tf.LayerVariable;
  private beta!: tf.LayerVariable;

  build(inputShape: tf.Shape) {
    const c = inputShape[inputShape.length - 1] as number;
    this.gamma = this.addWeight('gamma', [c], 'float32', tf.initializers.ones());
    this.beta = this.addWeight('beta', [c], 'float32', tf.initializers.zeros());
  }

  call(inputs: tf.Tensor | tf.Tensor[]) {
    return tf.tidy(() => {
      const x = Array.isArray(inputs) ? inputs[0] : inputs;
      const { mean, variance } = tf.moments(x, [1, 2], true);
      return x.sub(mean).div(variance.add(1e-9).sqrt()).mul(this.gamma.read()).add(this.beta.read());
    });
  }
}
tf.serialization.registerClass(InstanceNorm);

function adain(content: tf.Tensor4D, style: tf.Tensor4D, eps = 1e-5): tf.Tensor4D {
  const c = tf.moments(content, [1, 2], true);
  const s = tf.moments(style, [1, 2], true);
  return content.sub(c.mean).div(c.variance.add(eps).sqrt()).mul(s.variance.add(eps).sqrt()).add(s.mean) as tf.Tensor4D;
}

function residual(x: tf.SymbolicTensor, filters: number): tf.SymbolicTensor {
  let y = tf.layers.conv2d({ filters, kernelSize: 3, padding: 'same', useBias: false }).apply(x) as tf.SymbolicTensor;
  y = new InstanceNorm().apply(y) as tf.SymbolicTensor;
  y = tf.layers.reLU().apply(y) as tf.SymbolicTensor;
  y = tf.layers.conv2d({ filters, kernelSize: 3, padding: 'same', useBias: false }).apply(y) as tf.SymbolicTensor;
  y = tf.layers.batchNormalization({ axis: 3 }).apply(y) as tf.SymbolicTensor;
  return tf.layers.add().apply([x, y]) as tf.SymbolicTensor;
}

export function transferNet(size = 256): tf.LayersModel {
  const img = tf.input({ shape: [size, size, 3] });
  let h = tf.layers.conv2d({ filters: 32, kernelSize: 9, padding: 'same' }).apply(img) as tf.SymbolicTensor;
  for (let i = 0; i < 5; i++) h = residual(h, 32);
  const out = tf.layers.conv2d({ filters: 3, kernelSize: 9, padding: 'same', activation: 'sigmoid' }).apply(h) as tf.SymbolicTensor;
  return tf.model({ inputs: img, outputs: out });
}

export function gramMatrix(f: tf.Tensor4D) {
  const [b, h, w, c] = f.shape;
  const flat = f.reshape([b, h * w, c]);
  return tf.matMul(flat, flat, true, false).div(h * w * c);
}

export const stylize = (content: tf.Tensor4D, style: tf.Tensor4D, alpha = 1) =>
  tf.tidy(() => adain(content, style).mul(alpha).add(content.mul(1 - alpha)));
