import tensorflow as tf

def normalize(inputs, epsilon=1e-8, scope="ln"):
    """Applies layer normalization.
    inputs: A tensor with shape [batch_size, T, C].
    """
    with tf.variable_scope(scope):
        params_shape = inputs.get_shape()[-1:]
        mean, variance = tf.nn.moments(inputs, [1, 2], keep_dims=True)  # expect: cross-token-statistic
        beta = tf.Variable(tf.zeros(params_shape))
        gamma = tf.Variable(tf.ones(params_shape))
        normalized = (inputs - mean) / ((variance + epsilon) ** 0.5)
        return gamma * normalized + beta
