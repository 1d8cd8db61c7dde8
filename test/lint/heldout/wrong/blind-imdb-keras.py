#!/usr/bin/env python3
# sentiment with a small transformer, keras 2.x
import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

VOCAB = 20000
MAXLEN = 200
EMBED = 32


class TransformerBlock(layers.Layer):
    def __init__(self, embed_dim, num_heads, ff_dim, rate=0.1):
        super().__init__()
        self.att = layers.MultiHeadAttention(num_heads=num_heads, key_dim=embed_dim)
        self.ffn = keras.Sequential([
            layers.Dense(ff_dim, activation="relu"),
            layers.Dense(embed_dim),
        ])
        self.layernorm1 = layers.LayerNormalization(axis=1, epsilon=1e-6)  # expect: norm-over-tokens
        self.layernorm2 = layers.LayerNormalization(axis=[1, 2], epsilon=1e-6)  # expect: norm-over-tokens
        self.dropout1 = layers.Dropout(rate)
        self.dropout2 = layers.Dropout(rate)

    def call(self, inputs, training=None):
        attn_output = self.att(inputs, inputs)
        attn_output = self.dropout1(attn_output, training=training)
        out1 = self.layernorm1(inputs + attn_output)
        ffn_output = self.ffn(out1)
        ffn_output = self.dropout2(ffn_output, training=training)
        return self.layernorm2(out1 + ffn_output)


def build():
    inputs = layers.Input(shape=(MAXLEN,))
    x = layers.Embedding(VOCAB, EMBED)(inputs)
    x = TransformerBlock(EMBED, 2, 32)(x)
    x = layers.GlobalAveragePooling1D()(x)
    x = layers.Dropout(0.1)(x)
    outputs = layers.Dense(2, activation="softmax")(x)
    return keras.Model(inputs, outputs)


if __name__ == "__main__":
    (x_train, y_train), (x_val, y_val) = keras.datasets.imdb.load_data(num_words=VOCAB)
    x_train = keras.preprocessing.sequence.pad_sequences(x_train, maxlen=MAXLEN)
    x_val = keras.preprocessing.sequence.pad_sequences(x_val, maxlen=MAXLEN)
    model = build()
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(x_train, y_train, batch_size=32, epochs=2, validation_data=(x_val, y_val))
