import torch


def kabsch(p, q):
    # p, q: [N, 3]
    p0, q0 = p.mean(0), q.mean(0)
    h = (p - p0).T @ (q - q0)
    u, _, vt = torch.linalg.svd(h)
    d = torch.sign(torch.det(vt.T @ u.T))
    r = vt.T @ torch.diag(torch.tensor([1.0, 1.0, d])) @ u.T
    return r, q0 - r @ p0


def apc(contacts):
    """Average product correction of attention maps [H, L, L], as ESM's contact head has it."""
    rows = contacts.sum(-1, keepdims=True)
    columns = contacts.sum(-2, keepdims=True)
    total = contacts.sum((-1, -2), keepdims=True)
    return contacts - rows * columns / total


def symmetrise(x):
    return x + x.transpose(-1, -2)
