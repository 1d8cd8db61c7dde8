import torch


def merge_tokens(x, r):
    # x: [B, N, C]
    B, N, C = x.shape
    metric = x / x.norm(dim=-1, keepdim=True)
    a, b = metric[:, ::2], metric[:, 1::2]
    scores = a @ b.transpose(-1, -2)
    best, index = scores.max(dim=-1)
    order = best.argsort(dim=-1, descending=True)
    source, kept = order[:, :r], order[:, r:]
    target = index.gather(1, source)
    left, right = x[:, ::2], x[:, 1::2]
    size = torch.ones(B, right.shape[1], 1)
    right = right.scatter_add(1, target[..., None].expand(-1, -1, C), left.gather(1, source[..., None].expand(-1, -1, C)))
    size = size.scatter_add(1, target[..., None], torch.ones(B, r, 1))
    return torch.cat([left.gather(1, kept[..., None].expand(-1, -1, C)), right / size], dim=1)
