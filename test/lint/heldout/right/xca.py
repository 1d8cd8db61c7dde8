import torch.nn.functional as F

class XCA:
    def attn(self, x):
        B, N, C = x.shape
        q = x.reshape(B, N, 8, C // 8).permute(0, 2, 3, 1)
        return F.normalize(q, dim=-1)
