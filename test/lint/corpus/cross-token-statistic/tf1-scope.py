import tensorflow as tf

def layer_norm(x, scope, n_state, epsilon=1e-5):
    # x is [batch, sequence, features]
    with tf.variable_scope(scope):
        g = tf.get_variable("g", [n_state], initializer=tf.constant_initializer(1))
        b = tf.get_variable("b", [n_state], initializer=tf.constant_initializer(0))
        u = tf.reduce_mean(x, axis=1, keepdims=True)  # expect: cross-token-statistic
        s = tf.reduce_mean(tf.square(x - u), axis=1, keepdims=True)  # expect: cross-token-statistic
        x = (x - u) * tf.rsqrt(s + epsilon)
        return x * g + b
