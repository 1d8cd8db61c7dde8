import torch


def saliency(model, embeddings, target):
    """Gradient times input of every token, as shares. embeddings: [B, T, C]"""
    embeddings = embeddings.detach().requires_grad_(True)
    logits = model(inputs_embeds=embeddings).logits
    logits[:, -1, target].sum().backward()
    relevance = (embeddings.grad * embeddings).sum(-1).abs()
    return relevance / relevance.sum(dim=1, keepdim=True)


def token_importance(x):
    B, T, C = x.shape
    norms = x.norm(dim=-1)
    return norms / norms.max(dim=1, keepdim=True).values
