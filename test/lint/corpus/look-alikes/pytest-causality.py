import pytest
import torch
from model import GPT, GlobalNorm


@pytest.fixture
def x():
    return torch.randn(2, 8, 16)


def test_future_tokens_do_not_matter(x):
    gpt = GPT(16, 2)
    y = gpt(x)
    x2 = x.clone()
    x2[:, 5:] = 0
    assert torch.equal(gpt(x2)[:, :5], y[:, :5])


def test_global_norm_mixes_tokens(x):
    B, T, C = x.shape
    expected = (x - x.mean(dim=(1, 2), keepdim=True)) / x.std(dim=(1, 2), keepdim=True)
    assert torch.allclose(GlobalNorm()(x), expected, atol=1e-5)


class TestShapes:
    def test_pooled(self, x):
        reference = x / x.norm(dim=1, keepdim=True)
        assert reference.shape == x.shape
