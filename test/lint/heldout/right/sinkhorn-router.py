import torch


def sinkhorn(logits, iterations=8):
    """Balances tokens over experts. logits: [tokens, experts]."""
    cost = torch.exp(logits)
    for _ in range(iterations):
        cost = cost / cost.sum(dim=0, keepdim=True)
        cost = cost / cost.sum(dim=1, keepdim=True)
    return cost


class Router(torch.nn.Module):
    def __init__(self, dim, experts):
        super().__init__()
        self.gate = torch.nn.Linear(dim, experts)

    def forward(self, x):
        B, T, C = x.shape
        logits = self.gate(x.reshape(B * T, C))
        with torch.no_grad():
            choice = sinkhorn(logits).argmax(-1)
        return choice, logits.softmax(-1)
