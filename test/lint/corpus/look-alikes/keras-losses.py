import keras
from keras import ops


class Correlation(keras.losses.Loss):
    """One minus Pearson's r over the steps of a forecast."""

    def call(self, y_true, y_pred):
        # [batch, steps, features]
        t = y_true - ops.mean(y_true, axis=1, keepdims=True)
        p = y_pred - ops.mean(y_pred, axis=1, keepdims=True)
        r = ops.sum(t * p, axis=1) / ops.sqrt(ops.sum(t**2, axis=1) * ops.sum(p**2, axis=1) + 1e-8)
        return 1 - ops.mean(r, axis=-1)


class ConcordanceMetric(keras.metrics.Metric):
    def __init__(self, name="ccc"):
        super().__init__(name=name)
        self.total, self.n = self.add_weight(name="t"), self.add_weight(name="n")

    def update_state(self, y_true, y_pred, sample_weight=None):
        mt, mp = ops.mean(y_true), ops.mean(y_pred)
        cov = ops.mean((y_true - mt) * (y_pred - mp))
        self.total.assign_add(2 * cov / (ops.var(y_true) + ops.var(y_pred) + (mt - mp) ** 2))
        self.n.assign_add(1)

    def result(self):
        return self.total / self.n
