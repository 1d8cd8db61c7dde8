import tensorflow as tf


def loss(hidden, labels, vocab_size):
    # hidden: [batch, tokens, width]
    latents_logits = tf.layers.dense(hidden, vocab_size)
    latents_logits *= tf.rsqrt(1e-8 + tf.reduce_mean(tf.square(latents_logits)))
    return tf.nn.softmax_cross_entropy_with_logits_v2(labels=labels, logits=latents_logits)
