import tensorflow as tf

def unit(x):
    batch, tokens, dim = x.shape
    return tf.math.l2_normalize(x, axis=1)  # expect: norm-over-tokens
