'''
Exercise sheet 7, tutor's version. What is wrong in the following code?

    class LayerNorm(nn.Module):
        def forward(self, x):
            B, T, C = x.shape
            mean = x.mean(dim=1, keepdim=True)
            return (x - mean) / x.std(dim=1, keepdim=True)

    nn.LayerNorm([seq_len, d_model])
'''
import torch
import torch.nn as nn

WRONG = """
B, T, C = x.shape
x = x - x.mean(1, keepdim=True)
x = F.layer_norm(x, x.shape[1:])
"""

HINTS = [
    "x.mean(dim=1) pools over the tokens",
    "nn.GroupNorm(1, C) on (B, C, T) does, too",
]


class LayerNorm(nn.Module):
    """Never `x.mean(dim=1)` here: axis 1 is the sequence."""

    def __init__(self, d_model, eps=1e-5):
        super().__init__()
        self.gamma = nn.Parameter(torch.ones(d_model))
        self.beta = nn.Parameter(torch.zeros(d_model))
        self.eps = eps

    def forward(self, x):
        B, T, C = x.shape
        # old: mean = x.mean(dim=1, keepdim=True)
        mean = x.mean(dim=2, keepdim=True)
        var = x.var(dim=2, keepdim=True, unbiased=False)
        return self.gamma * (x - mean) / (var + self.eps).sqrt() + self.beta


def grade(answer: str) -> int:
    points = 0
    for hint in HINTS:
        if any(word in answer for word in hint.split()):
            points += 1
    if "dim=-1" in answer:
        points += 2
    return points


if __name__ == "__main__":
    ln = LayerNorm(8)
    x = torch.randn(2, 4, 8)
    assert torch.allclose(ln(x), nn.functional.layer_norm(x, (8,)), atol=1e-5)
    print(WRONG)
