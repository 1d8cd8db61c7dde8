import torch


class PairNorm(torch.nn.Module):
    def forward(self, x):
        # x: [num_nodes, dim]
        x = x - x.mean(dim=0, keepdim=True)
        rownorm = (1e-6 + x.pow(2).sum(dim=1).mean()).sqrt()
        return self.s * x / rownorm
