import tensorflow as tf


class SlotAttention(tf.keras.layers.Layer):
    def __init__(self, num_slots, size, iterations=3, epsilon=1e-8):
        super().__init__()
        self.num_slots, self.size, self.iterations, self.epsilon = num_slots, size, iterations, epsilon
        self.norm_inputs = tf.keras.layers.LayerNormalization()
        self.norm_slots = tf.keras.layers.LayerNormalization()
        self.q, self.k, self.v = (tf.keras.layers.Dense(size, use_bias=False) for _ in range(3))
        self.gru = tf.keras.layers.GRUCell(size)

    def call(self, inputs, slots):
        # inputs: [batch, num_inputs, size], slots: [batch, num_slots, size]
        inputs = self.norm_inputs(inputs)
        k, v = self.k(inputs), self.v(inputs)
        for _ in range(self.iterations):
            q = self.q(self.norm_slots(slots)) * self.size**-0.5
            attn = tf.nn.softmax(tf.matmul(k, q, transpose_b=True), axis=-1) + self.epsilon
            attn = attn / tf.reduce_sum(attn, axis=-2, keepdims=True)
            updates = tf.matmul(attn, v, transpose_a=True)
            slots = tf.reshape(self.gru(tf.reshape(updates, [-1, self.size]), [tf.reshape(slots, [-1, self.size])])[0], tf.shape(updates))
        return slots
