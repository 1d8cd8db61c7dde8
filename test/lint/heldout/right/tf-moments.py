import tensorflow as tf

def ln(x):
    b, t, c = x.shape
    mean, var = tf.nn.moments(x, axes=[-1], keepdims=True)
    return (x - mean) / tf.sqrt(var + 1e-6)
