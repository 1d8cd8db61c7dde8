import torch


class SupConLoss(torch.nn.Module):
    def __init__(self, temperature=0.07):
        super().__init__()
        self.temperature = temperature

    def forward(self, features, labels):
        # features: [B, views, D]
        B, V, D = features.shape
        anchors = torch.cat(features.unbind(1), dim=0)
        logits = anchors @ anchors.T / self.temperature
        logits = logits - logits.max(dim=1, keepdim=True).values.detach()
        same = labels.view(-1, 1).eq(labels.view(1, -1)).float().repeat(V, V)
        others = 1 - torch.eye(B * V, device=features.device)
        same = same * others
        log_prob = logits - torch.log((logits.exp() * others).sum(1, keepdim=True))
        return -((same * log_prob).sum(1) / same.sum(1)).mean()
