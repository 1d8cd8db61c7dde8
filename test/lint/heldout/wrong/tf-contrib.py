import tensorflow as tf


def sublayer(inputs, attention_output):
    # [batch, time, depth]
    outputs = inputs + attention_output
    return tf.contrib.layers.layer_norm(outputs)  # expect: norm-over-tokens
