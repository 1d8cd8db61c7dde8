import tensorflow as tf


class TokenNorm(tf.keras.layers.Layer):
    def __init__(self, epsilon=1e-6, **kwargs):
        super().__init__(**kwargs)
        self.epsilon = epsilon

    def build(self, input_shape):
        self.gamma = self.add_weight(name="gamma", shape=input_shape[-1:], initializer="ones")
        self.beta = self.add_weight(name="beta", shape=input_shape[-1:], initializer="zeros")

    def call(self, inputs):
        # inputs: (batch, seq_len, d_model)
        mean, variance = tf.nn.moments(inputs, axes=[1, 2], keepdims=True)  # expect: cross-token-statistic
        return self.gamma * (inputs - mean) / tf.sqrt(variance + self.epsilon) + self.beta
