import torch
import torch.nn.functional as F


class KoLeoLoss(torch.nn.Module):
    """Spreads the vectors of a batch: minus the log distance to the nearest neighbour."""

    def forward(self, vectors, eps=1e-8):
        vectors = F.normalize(vectors, eps=eps, p=2, dim=-1)
        dots = vectors @ vectors.t()
        dots.fill_diagonal_(-1)
        nearest = dots.argmax(dim=1)
        return -torch.log(F.pairwise_distance(vectors, vectors[nearest]) + eps).mean()


def gram_anchor(patches, teacher):
    # [B, N, C]
    s, t = F.normalize(patches, dim=-1), F.normalize(teacher, dim=-1)
    return F.mse_loss(s @ s.transpose(1, 2), t @ t.transpose(1, 2))


def decorrelate(tokens):
    B, N, C = tokens.shape
    z = tokens - tokens.mean(dim=1, keepdim=True)
    z = z / z.norm(dim=1, keepdim=True)
    corr = z.transpose(1, 2) @ z
    off = corr - torch.diag_embed(torch.diagonal(corr, dim1=1, dim2=2))
    return off.pow(2).mean()
