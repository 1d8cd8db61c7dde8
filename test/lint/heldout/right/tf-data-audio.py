import tensorflow as tf


def load(path):
    audio, rate = tf.audio.decode_wav(tf.io.read_file(path), desired_channels=1)
    audio = tf.squeeze(audio, -1)
    audio = audio - tf.reduce_mean(audio)
    audio = audio / (tf.math.reduce_std(audio) + 1e-6)
    stft = tf.abs(tf.signal.stft(audio, 400, 160))
    log = tf.math.log(stft + 1e-6)
    mean, variance = tf.nn.moments(log, axes=[0], keepdims=True)
    return (log - mean) / tf.sqrt(variance + 1e-6)


def dataset(paths, labels, batch=32):
    ds = tf.data.Dataset.from_tensor_slices((paths, labels))
    return ds.map(lambda p, y: (load(p), y)).padded_batch(batch)
