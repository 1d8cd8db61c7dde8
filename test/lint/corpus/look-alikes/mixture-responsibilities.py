import torch


def em_step(x, log_pi, mu, log_sigma):
    """x: [N, D], mu: [K, D]"""
    N, D = x.shape
    logp = -0.5 * (((x[:, None] - mu) / log_sigma.exp()) ** 2).sum(-1) - log_sigma.sum(-1) + log_pi
    r = (logp - logp.amax(dim=1, keepdim=True)).exp()
    r = r / r.sum(dim=1, keepdim=True)
    total = r.sum(dim=0)
    mu = (r.t() @ x) / total.unsqueeze(-1)
    share = r / total
    var = (share.t() @ x.pow(2)) - mu.pow(2)
    return (total / N).log(), mu, 0.5 * var.clamp(min=1e-6).log()
