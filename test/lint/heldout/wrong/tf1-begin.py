import tensorflow as tf

def ln(x):
    # [batch, time, depth]
    bs, time, depth = x.get_shape().as_list()
    return tf.contrib.layers.layer_norm(x, begin_norm_axis=1)  # expect: norm-over-tokens
