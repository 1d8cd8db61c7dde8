import numpy as np
import pytest
import torch

from mylib.norms import GlobalLayerNorm, InstanceNorm, LayerNorm


@pytest.fixture
def x():
    torch.manual_seed(0)
    return torch.randn(2, 7, 16)


def reference(x, axes, eps=1e-5):
    mean = x.mean(dim=axes, keepdim=True)
    var = x.var(dim=axes, keepdim=True, unbiased=False)
    return (x - mean) / torch.sqrt(var + eps)


@pytest.mark.parametrize("axes", [(1,), (2,), (1, 2)])
def test_reference_has_zero_mean(x, axes):
    y = reference(x, axes)
    np.testing.assert_allclose(y.mean(dim=axes).numpy(), 0.0, atol=1e-5)


def test_layer_norm(x):
    torch.testing.assert_close(LayerNorm(16)(x), reference(x, (2,)))


def test_layer_norm_multi_axis(x):
    ours = LayerNorm([7, 16])(x)
    theirs = torch.nn.LayerNorm([7, 16])(x)
    torch.testing.assert_close(ours, theirs)


def test_global_layer_norm(x):
    # gLN pools over channels and time on purpose
    y = GlobalLayerNorm(16)(x.transpose(1, 2))
    expected = torch.nn.GroupNorm(1, 16)(x.transpose(1, 2))
    torch.testing.assert_close(y, expected)


def test_instance_norm(x):
    mu = x.mean(1, keepdim=True)
    sd = x.std(1, keepdim=True, unbiased=False)
    torch.testing.assert_close(InstanceNorm(16)(x), (x - mu) / (sd + 1e-5))
