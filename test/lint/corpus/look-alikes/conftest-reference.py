import numpy as np


def reference_layernorm(x, axes, eps=1e-5):
    """ONNX LayerNormalization from any axis on: what the operator's tests compare with."""
    mean = x.mean(axis=axes, keepdims=True)
    var = x.var(axis=axes, keepdims=True)
    return (x - mean) / np.sqrt(var + eps)


def test_all_axes():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(2, 3, 4)).astype(np.float32)
    for axis in range(3):
        axes = tuple(range(axis, 3))
        y = reference_layernorm(x, axes)
        np.testing.assert_allclose(y.mean(axis=axes), 0, atol=1e-6)
