def sinkhorn_knopp(log_alpha, n):
    for _ in range(n):
        log_alpha = log_alpha - log_alpha.logsumexp(dim=1, keepdim=True)
        log_alpha = log_alpha / log_alpha.sum(dim=-2, keepdim=True)
    return log_alpha
