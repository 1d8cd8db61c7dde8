import tensorflow as tf
def f(n_tokens, d):
    x = tf.keras.Input((n_tokens, d))
    return tf.keras.layers.Lambda(lambda t: t - tf.reduce_mean(t, axis=1, keepdims=True))(x)  # expect: cross-token-statistic
