"""Convolutions that see earlier steps only, followed by a norm that sees all of them. No comment says a shape."""
import tensorflow as tf
import torch
import torch.nn as nn
import torch.nn.functional as F


class PaddedBlock(nn.Module):
    def __init__(self, channels, kernel_size, dilation):
        super().__init__()
        self.left = (kernel_size - 1) * dilation
        self.conv = nn.Conv1d(channels, channels, kernel_size, dilation=dilation)
        self.norm = nn.GroupNorm(1, channels)  # expect: norm-over-tokens
        self.activation = nn.PReLU()

    def forward(self, x):
        y = self.conv(F.pad(x, (self.left, 0)))
        return x + self.activation(self.norm(y))


class CausalConv1d(nn.Conv1d):
    def forward(self, x):
        return super().forward(F.pad(x, (self.kernel_size[0] - 1, 0)))


class Stack(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.layers = nn.Sequential(CausalConv1d(c, c, 3), nn.GroupNorm(1, c), nn.ReLU())  # expect: norm-over-tokens

    def forward(self, x):
        return self.layers(x)


class Chomp1d(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.size = size

    def forward(self, x):
        return x[:, :, : -self.size].contiguous()


class TemporalBlock(nn.Module):
    def __init__(self, n_in, n_out, kernel, dilation):
        super().__init__()
        padding = (kernel - 1) * dilation
        self.conv = nn.Conv1d(n_in, n_out, kernel, padding=padding, dilation=dilation)
        self.chomp = Chomp1d(padding)
        self.norm = nn.InstanceNorm1d(n_out)  # expect: norm-over-tokens

    def forward(self, x):
        return self.norm(self.chomp(self.conv(x))).relu()


def wavenet_layer(x, filters, rate):
    y = tf.keras.layers.Conv1D(filters, 2, dilation_rate=rate, padding="causal")(x)
    return tf.keras.layers.LayerNormalization(axis=[1, 2])(y)  # expect: norm-over-tokens


class JoinedToZeros(nn.Module):
    def __init__(self, channels, kernel_size):
        super().__init__()
        self.left = kernel_size - 1
        self.conv = nn.Conv1d(channels, channels, kernel_size)
        self.norm = nn.GroupNorm(1, channels)  # expect: norm-over-tokens

    def forward(self, x):
        zeros = torch.zeros(x.size(0), x.size(1), self.left, device=x.device)
        return self.norm(self.conv(torch.cat([zeros, x], dim=-1)))


class JoinedToNewZeros(nn.Module):
    def __init__(self, channels, kernel_size):
        super().__init__()
        self.left = kernel_size - 1
        self.conv = nn.Conv1d(channels, channels, kernel_size)
        self.norm = nn.InstanceNorm1d(channels)  # expect: norm-over-tokens

    def forward(self, x):
        x = torch.cat((x.new_zeros(x.size(0), x.size(1), self.left), x), 2)
        return self.norm(self.conv(x))
