import tensorflow as tf

def rms_norm(x, scale):
    b, t, c = x.shape
    ms = tf.math.reduce_mean(tf.math.square(x), axis=[1, 2], keepdims=True)  # expect: cross-token-statistic
    return x * tf.math.rsqrt(ms + 1e-6) * scale
