import torch


def patchify(images, p):
    B, C, H, W = images.shape
    h, w = H // p, W // p
    x = images.reshape(B, C, h, p, w, p)
    return torch.einsum("nchpwq->nhwpqc", x).reshape(B, h * w, p * p * C)


def forward_loss(images, prediction, mask, p=16, norm_pix_loss=True):
    """prediction: [B, N, p*p*3], mask: [B, N]"""
    target = patchify(images, p)
    if norm_pix_loss:
        mean = target.mean(dim=-1, keepdim=True)
        var = target.var(dim=-1, keepdim=True)
        target = (target - mean) / (var + 1e-6) ** 0.5
    loss = (prediction - target).pow(2).mean(dim=-1)
    return (loss * mask).sum() / mask.sum()
