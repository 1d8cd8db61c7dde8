"""Running statistics that this pass updates before it uses them."""
import tensorflow as tf
import torch
from torch import nn


class InPlace(nn.Module):
    def __init__(self, dim, momentum=0.1):
        super().__init__()
        self.momentum = momentum
        self.register_buffer("mu", torch.zeros(dim))
        self.register_buffer("sigma", torch.ones(dim))

    def forward(self, x):
        b, n, d = x.shape
        if self.training:
            with torch.no_grad():
                mean = x.mean(dim=(0, 1))  # expect: cross-token-statistic
                variance = x.var(dim=(0, 1), unbiased=False)  # expect: cross-token-statistic
                self.mu.mul_(1 - self.momentum).add_(self.momentum * mean)
                self.sigma.lerp_(variance, self.momentum)
        return (x - self.mu) / torch.sqrt(self.sigma + 1e-5)


class Assigned(nn.Module):
    def forward(self, x):
        b, n, d = x.shape
        self.running_mean = 0.9 * self.running_mean + 0.1 * x.mean(dim=(0, 1))  # expect: cross-token-statistic
        return x - self.running_mean


class MovingCentre(tf.keras.layers.Layer):
    def build(self, input_shape):
        self.moving_mean = self.add_weight(name="moving_mean", shape=(input_shape[-1],), trainable=False)

    def call(self, inputs):
        batch, steps, width = inputs.shape
        mean = tf.reduce_mean(inputs, axis=[0, 1])  # expect: cross-token-statistic
        self.moving_mean.assign(self.moving_mean * 0.99 + mean * 0.01)
        return inputs - self.moving_mean
