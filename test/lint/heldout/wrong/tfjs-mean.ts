import * as tf from "@tensorflow/tfjs";

export const rms = (x: tf.Tensor3D) => {
  const [b, seqLen, d] = x.shape;
  return x.div(x.square().mean([1, 2], true).sqrt()); // expect: cross-token-statistic
};
