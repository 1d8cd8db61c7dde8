import torch


def normalise_sequence(hidden: torch.Tensor, eps: float = 1e-5) -> torch.Tensor:
    num_seqs, num_tokens, hidden_dim = hidden.shape
    centred = hidden - hidden.mean(dim=1, keepdim=True)  # expect: cross-token-statistic
    return centred / (centred.pow(2).mean(dim=1, keepdim=True) + eps).sqrt()  # expect: cross-token-statistic
