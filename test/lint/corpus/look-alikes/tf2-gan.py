import tensorflow as tf
from tensorflow.keras import layers


def minibatch_stddev(x, groups=4):
    # x: [N, H, W, C]
    s = tf.shape(x)
    y = tf.reshape(x, [groups, -1, s[1], s[2], s[3]])
    y -= tf.reduce_mean(y, axis=0, keepdims=True)
    y = tf.sqrt(tf.reduce_mean(tf.square(y), axis=0) + 1e-8)
    y = tf.reduce_mean(y, axis=[1, 2, 3], keepdims=True)
    return tf.concat([x, tf.tile(y, [groups, s[1], s[2], 1])], axis=-1)


def instance_norm(x, epsilon=1e-5):
    mean, variance = tf.nn.moments(x, axes=[1, 2], keepdims=True)
    return (x - mean) * tf.math.rsqrt(variance + epsilon)


def generator(noise_dim):
    return tf.keras.Sequential([
        layers.Dense(7 * 7 * 128, input_shape=(noise_dim,)),
        layers.BatchNormalization(),
        layers.LeakyReLU(),
        layers.Reshape((7, 7, 128)),
        layers.Conv2DTranspose(1, 5, strides=4, padding="same", activation="tanh"),
    ])
