import torch


def whitening(embeddings):
    """BERT-whitening of sentence embeddings [n_sentences, dim]."""
    mu = embeddings.mean(dim=0, keepdim=True)
    cov = torch.cov((embeddings - mu).T)
    u, s, _ = torch.linalg.svd(cov)
    return (embeddings - mu) @ (u @ torch.diag(s.rsqrt()))


def isotropy(hidden_states):
    B, T, C = hidden_states.shape
    flat = hidden_states.reshape(-1, C)
    flat = flat - flat.mean(0)
    values = torch.linalg.eigvalsh(flat.T @ flat)
    values = values / values.sum()
    return (values.sum() ** 2 / (values**2).sum() / C).item()
