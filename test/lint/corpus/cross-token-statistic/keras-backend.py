from keras import backend as K
from keras.layers import Layer


class LayerNormalization(Layer):
    def build(self, input_shape):
        self.gamma = self.add_weight(name="gamma", shape=input_shape[-1:], initializer="ones")
        self.beta = self.add_weight(name="beta", shape=input_shape[-1:], initializer="zeros")

    def call(self, x):
        batch, time_steps, features = K.int_shape(x)
        mean = K.mean(x, axis=1, keepdims=True)  # expect: cross-token-statistic
        std = K.std(x, axis=1, keepdims=True)  # expect: cross-token-statistic
        return self.gamma * (x - mean) / (std + 1e-6) + self.beta
