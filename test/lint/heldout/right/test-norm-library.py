import pytest
import torch
from norms import LayerNorm, RMSNorm


@pytest.mark.parametrize("shape", [(2, 5, 16), (1, 3, 8)])
def test_layer_norm_over_two_axes(shape):
    x = torch.randn(shape)
    norm = LayerNorm(shape[1:])
    mean = x.mean(dim=(1, 2), keepdim=True)
    var = x.var(dim=(1, 2), keepdim=True, unbiased=False)
    torch.testing.assert_close(norm(x), (x - mean) / torch.sqrt(var + norm.eps))


def test_rms_norm():
    x = torch.randn(2, 5, 16)
    expected = x / (x.pow(2).mean(-1, keepdim=True) + 1e-6).sqrt()
    torch.testing.assert_close(RMSNorm(16)(x), expected)


def test_global_scale():
    x = torch.randn(2, 5, 16)
    scaled = x / x.norm()
    assert abs(scaled.norm().item() - 1) < 1e-6
