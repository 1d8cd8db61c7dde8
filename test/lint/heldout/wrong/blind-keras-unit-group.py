"""Session-based recommender: GRU4Rec's successor, with attention. Keras 3."""
import keras
from keras import layers, ops


def attention_block(x, heads, width, name):
    y = layers.UnitNormalization(axis=1, name=f"{name}_unit")(x)  # expect: norm-over-tokens
    y = layers.MultiHeadAttention(heads, width // heads, name=f"{name}_mha")(y, y, use_causal_mask=True)
    x = layers.Add()([x, y])
    y = layers.GroupNormalization(groups=1, name=f"{name}_gn")(x)  # expect: norm-over-tokens
    y = layers.Dense(width * 4, activation="gelu")(y)
    y = layers.Dense(width)(y)
    return layers.Add()([x, y])


def build_model(num_items, max_events=50, width=64, depth=2):
    clicked = keras.Input((max_events,), dtype="int32", name="clicked")
    x = layers.Embedding(num_items, width, mask_zero=False)(clicked)
    pos = layers.Embedding(max_events, width)(ops.arange(max_events))
    x = x + pos
    for i in range(depth):
        x = attention_block(x, 4, width, f"block{i}")
    x = layers.BatchNormalization()(x)  # expect: batch-statistic
    logits = layers.Dense(num_items, name="next_item")(x)
    return keras.Model(clicked, logits, name="sasrec_plus")


if __name__ == "__main__":
    m = build_model(10_000)
    m.compile(optimizer="adam", loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    m.summary()
