import keras
import numpy as np
from keras import layers


def forecaster(history, horizon):
    """history: windows of [samples, steps, features], scaled by the training set's statistics."""
    mean, std = history.mean(axis=(0, 1)), history.std(axis=(0, 1))
    scaled = (history - mean) / std
    scaler = layers.Normalization(axis=-1)
    scaler.adapt(scaled)
    inputs = keras.Input(history.shape[1:])
    x = layers.LSTM(64, return_sequences=True)(scaler(inputs))
    x = layers.LSTM(64)(x)
    x = layers.BatchNormalization()(x)
    return keras.Model(inputs, layers.Dense(horizon)(x)), mean, std


def undo(predictions, mean, std):
    return np.asarray(predictions) * std[0] + mean[0]
