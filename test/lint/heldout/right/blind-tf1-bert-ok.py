# coding=utf-8
"""BERT-like encoder in TF1; contrib layer_norm is told to begin at the last axis."""
from __future__ import absolute_import, division, print_function

import tensorflow as tf


def layer_norm(input_tensor, name=None):
    """Run layer normalization on the last dimension of the tensor."""
    return tf.contrib.layers.layer_norm(
        inputs=input_tensor, begin_norm_axis=-1, begin_params_axis=-1, scope=name)


def manual_ln(x, scope, epsilon=1e-6):
    with tf.variable_scope(scope):
        n = x.shape[-1].value
        g = tf.get_variable("g", [n], initializer=tf.constant_initializer(1))
        b = tf.get_variable("b", [n], initializer=tf.constant_initializer(0))
        u = tf.reduce_mean(x, axis=-1, keepdims=True)
        s = tf.reduce_mean(tf.square(x - u), axis=-1, keepdims=True)
        return g * (x - u) * tf.rsqrt(s + epsilon) + b


def attention_layer(from_tensor, to_tensor, heads, size, mask=None):
    """from_tensor: [B, F, width], to_tensor: [B, T, width]"""
    b, f = tf.shape(from_tensor)[0], tf.shape(from_tensor)[1]
    t = tf.shape(to_tensor)[1]
    q = tf.transpose(tf.reshape(tf.layers.dense(from_tensor, heads * size), [b, f, heads, size]), [0, 2, 1, 3])
    k = tf.transpose(tf.reshape(tf.layers.dense(to_tensor, heads * size), [b, t, heads, size]), [0, 2, 1, 3])
    v = tf.transpose(tf.reshape(tf.layers.dense(to_tensor, heads * size), [b, t, heads, size]), [0, 2, 1, 3])
    scores = tf.matmul(q, k, transpose_b=True) / float(size) ** 0.5
    if mask is not None:
        scores += (1.0 - tf.cast(mask[:, None], tf.float32)) * -10000.0
    probs = tf.nn.softmax(scores)
    return tf.reshape(tf.transpose(tf.matmul(probs, v), [0, 2, 1, 3]), [b, f, heads * size])


def encoder(x, mask, n_layers=4, heads=8, width=256):
    for i in range(n_layers):
        with tf.variable_scope("layer_%d" % i):
            a = attention_layer(x, x, heads, width // heads, mask)
            x = layer_norm(x + tf.layers.dense(a, width), "ln1")
            h = tf.layers.dense(x, 4 * width, activation=tf.nn.relu)
            x = manual_ln(x + tf.layers.dense(h, width), "ln2")
    return tf.layers.dense(x[:, 0], width, activation=tf.tanh)
