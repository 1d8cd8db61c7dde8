import tensorflow as tf

def feedforward(inputs, num_units):
    """inputs: A 3d tensor with shape of [N, T, C]."""
    outputs = tf.layers.dense(inputs, num_units)
    outputs += inputs
    return tf.contrib.layers.layer_norm(outputs)  # expect: norm-over-tokens
