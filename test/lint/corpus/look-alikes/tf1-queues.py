import tensorflow as tf


def parse(record):
    features = tf.parse_single_example(record, {"image": tf.FixedLenFeature([], tf.string)})
    image = tf.cast(tf.image.decode_jpeg(features["image"]), tf.float32)
    return tf.image.per_image_standardization(image)


def model_fn(features, labels, mode):
    net = features["x"]
    for units in (256, 128):
        net = tf.layers.dense(net, units, activation=tf.nn.relu)
        net = tf.layers.batch_normalization(net, training=mode == tf.estimator.ModeKeys.TRAIN)
    net = tf.contrib.layers.layer_norm(net)
    logits = tf.layers.dense(net, 10)
    loss = tf.losses.sparse_softmax_cross_entropy(labels, logits)
    return tf.estimator.EstimatorSpec(mode, loss=loss)
