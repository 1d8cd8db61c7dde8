import torch
import torch.nn as nn


def test_layer_norm_matches_reference():
    x = torch.randn(2, 3, 4)
    for shape in [(4,), (3, 4), (2, 3, 4)]:
        ln = nn.LayerNorm(shape)
        dims = tuple(range(-len(shape), 0))
        expected = (x - x.mean(dims, keepdim=True)) / torch.sqrt(x.var(dims, keepdim=True, unbiased=False) + 1e-5)
        torch.testing.assert_close(ln(x), expected)
