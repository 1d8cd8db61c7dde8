import torch

def my_norm(inp, eps=1e-5):
    batch_size, sequence_length, embedding_dim = inp.shape
    reduced = torch.mean(inp, dim=(0, 1), keepdim=True)  # expect: cross-token-statistic
    centred = inp - reduced
    spread = torch.sqrt(torch.mean(centred ** 2, dim=(0, 1), keepdim=True) + eps)  # expect: cross-token-statistic
    return centred / spread
