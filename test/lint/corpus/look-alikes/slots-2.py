import torch


class SlotAttention(torch.nn.Module):
    def forward(self, inputs):
        b, n, d = inputs.shape
        inputs = self.norm_input(inputs)
        k, v = self.to_k(inputs), self.to_v(inputs)
        attn = torch.einsum("bid,bjd->bij", self.slots, k).softmax(dim=1) + 1e-8
        attn = attn / attn.sum(dim=-1, keepdim=True)
        return torch.einsum("bjd,bij->bid", v, attn)
