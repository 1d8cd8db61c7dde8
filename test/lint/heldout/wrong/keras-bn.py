from tensorflow.keras import layers, Sequential

model = Sequential([
    layers.Input((128, 64)),
    layers.Dense(64),
    layers.BatchNormalization(),  # expect: batch-statistic
])
