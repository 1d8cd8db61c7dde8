import tensorflow as tf


def norm_all_but_batch(x, gamma, beta, eps=1e-6):
    axes = list(range(1, len(x.shape)))
    mean, variance = tf.nn.moments(x, axes=axes, keepdims=True)  # expect: cross-token-statistic
    return gamma * (x - mean) * tf.math.rsqrt(variance + eps) + beta


class GPT2Block(tf.keras.layers.Layer):
    def __init__(self, d_model, num_heads, **kw):
        super().__init__(**kw)
        self.num_heads = num_heads
        self.depth = d_model // num_heads
        self.c_attn = tf.keras.layers.Dense(3 * d_model)
        self.c_proj = tf.keras.layers.Dense(d_model)

    def build(self, input_shape):
        d = input_shape[-1]
        self.gamma = self.add_weight(name="gamma", shape=(d,), initializer="ones")
        self.beta = self.add_weight(name="beta", shape=(d,), initializer="zeros")

    def call(self, hidden_states):
        batch, seq_len, d_model = tf.unstack(tf.shape(hidden_states))
        h = norm_all_but_batch(hidden_states, self.gamma, self.beta)
        q, k, v = tf.split(self.c_attn(h), 3, axis=-1)

        def heads(t):
            return tf.transpose(tf.reshape(t, [batch, seq_len, self.num_heads, self.depth]), [0, 2, 1, 3])

        scores = tf.matmul(heads(q), heads(k), transpose_b=True) / self.depth ** 0.5
        causal = tf.linalg.band_part(tf.ones([seq_len, seq_len]), -1, 0)
        scores = scores - 1e9 * (1.0 - causal)
        ctx = tf.matmul(tf.nn.softmax(scores), heads(v))
        ctx = tf.reshape(tf.transpose(ctx, [0, 2, 1, 3]), [batch, seq_len, d_model])
        return hidden_states + self.c_proj(ctx)
