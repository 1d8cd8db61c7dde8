const tf = require("@tensorflow/tfjs-node");

class RMSNorm {
  constructor(dim) {
    this.weight = tf.variable(tf.ones([dim]));
  }
  // x: [batch, seqLen, dim]
  call(x) {
    return tf.tidy(() => {
      const ms = tf.mean(tf.square(x), 1, true); // expect: cross-token-statistic
      return tf.mul(tf.mul(x, tf.rsqrt(tf.add(ms, 1e-6))), this.weight);
    });
  }
}
