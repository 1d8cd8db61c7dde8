import keras
from keras import ops

class RMSNormalization(keras.layers.Layer):
    def build(self, input_shape):
        self.scale = self.add_weight(shape=(input_shape[-1],), initializer="ones")

    def call(self, x):
        batch, tokens, dim = ops.shape(x)
        ms = ops.mean(ops.square(x), axis=(1, 2), keepdims=True)  # expect: cross-token-statistic
        return x * ops.rsqrt(ms + 1e-6) * self.scale
