import matplotlib.pyplot as plt
import numpy as np
import torch


def si_snr(est, ref, eps=1e-8):
    """Scale-invariant signal to noise ratio, est and ref: [B, T]"""
    est = est - est.mean(dim=-1, keepdim=True)
    ref = ref - ref.mean(dim=-1, keepdim=True)
    s = (est * ref).sum(-1, keepdim=True) * ref / (ref.pow(2).sum(-1, keepdim=True) + eps)
    n = est - s
    return 10 * torch.log10(s.pow(2).sum(-1) / (n.pow(2).sum(-1) + eps))


def pearson(pred, target):
    # pred, target: (batch, time, channels)
    p = pred - pred.mean(dim=1, keepdim=True)
    t = target - target.mean(dim=1, keepdim=True)
    return (p * t).sum(1) / (p.norm(dim=1) * t.norm(dim=1) + 1e-8)


def linear_cka(x, y):
    x = x - x.mean(0, keepdim=True)
    y = y - y.mean(0, keepdim=True)
    hsic = (x.T @ y).norm() ** 2
    return hsic / ((x.T @ x).norm() * (y.T @ y).norm())


def token_similarity(hidden):
    """Cosine similarity of all pairs of tokens: an oversmoothing score. hidden: [B, T, C]"""
    h = hidden / hidden.norm(dim=-1, keepdim=True)
    return (h @ h.transpose(1, 2)).mean()


@torch.no_grad()
def pca_of_patches(feats):
    """feats: [N, C] of one image, for the figure with coloured patches"""
    feats = feats - feats.mean(dim=0)
    _, _, v = torch.pca_lowrank(feats, q=3)
    rgb = feats @ v
    rgb = (rgb - rgb.min(0).values) / (rgb.max(0).values - rgb.min(0).values)
    return rgb.cpu().numpy()


def plot_attention(att, tokens):
    att = att.mean(0)
    att = att / att.max()
    fig, ax = plt.subplots()
    ax.imshow(att, cmap="magma")
    ax.set_xticks(range(len(tokens)), tokens, rotation=90)
    return fig


def nrmse(y, yhat):
    return np.sqrt(np.mean((y - yhat) ** 2)) / (y.max() - y.min())
