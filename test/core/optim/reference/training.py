"""Optimizer steps and whole training runs by PyTorch in float64, for test/core/optim/training.test.ts.

Run in the repository root:  python test/core/optim/reference/training.py
"""

import json
import math
import pathlib

import torch
import torch.nn.functional as F
from torch import nn, optim

torch.manual_seed(0)
fixtures = pathlib.Path(__file__).parent.parent / "fixtures"
VOCAB, LENGTH, C = 12, 8, 16


def packed(x):
    return {"shape": list(x.shape), "data": [float(f"{v:.9g}") for v in x.flatten().tolist()]}


class Decoder(nn.Module):
    """The model that training.test.ts builds of the same names."""

    def __init__(self, norm_first):
        super().__init__()
        self.tokens = nn.Embedding(VOCAB, C)
        self.positions = nn.Embedding(LENGTH, C)
        layer = nn.TransformerEncoderLayer(C, 2, 32, dropout=0.0, activation="gelu", batch_first=True, norm_first=norm_first)
        norm = nn.LayerNorm(C) if norm_first else None
        self.stack = nn.TransformerEncoder(layer, 2, norm=norm, enable_nested_tensor=False)
        self.head = nn.Linear(C, VOCAB)

    def forward(self, ids):
        n = ids.shape[1]
        x = self.tokens(ids) + self.positions(torch.arange(n))
        return self.head(self.stack(x, mask=torch.ones(n, n, dtype=torch.bool).triu(1)))


def trajectory(name, norm_first, make, steps, clip=None, warmup=None):
    model = Decoder(norm_first)
    for parameter in model.parameters():
        parameter.data = parameter.data.float().double()
    state = {key: packed(value) for key, value in model.state_dict().items()}
    model.double()
    optimizer = make(model.parameters())
    schedule = None
    if warmup is not None:
        factor = lambda s: s / warmup if s < warmup else 0.5 * (1 + math.cos(math.pi * (s - warmup) / (steps - warmup)))
        schedule = optim.lr_scheduler.LambdaLR(optimizer, factor)
    batches = torch.randint(0, VOCAB, (4, 3, LENGTH + 1))
    losses, norms, rates = [], [], []
    for step in range(steps):
        batch = batches[step % 4]
        rates.append(optimizer.param_groups[0]["lr"])
        loss = F.cross_entropy(model(batch[:, :-1]).reshape(-1, VOCAB), batch[:, 1:].reshape(-1))
        optimizer.zero_grad()
        loss.backward()
        if clip is not None:
            norms.append(nn.utils.clip_grad_norm_(model.parameters(), clip).item())
        optimizer.step()
        if schedule is not None:
            schedule.step()
        losses.append(loss.item())
    final = {"head.bias": packed(model.head.bias.detach()), "tokens.weight": packed(model.tokens.weight.detach())}
    return {"name": name, "normFirst": norm_first, "state": state, "batches": packed(batches.double()), "losses": losses, "norms": norms, "rates": rates, "final": final}


def steps_of(name, make, options):
    start = torch.randn(6).float()
    gradients = torch.randn(5, 6).float()
    parameter = nn.Parameter(start.double())
    optimizer = make([parameter], **{k: v for k, v in options.items()})
    after = []
    for gradient in gradients:
        parameter.grad = gradient.double()
        optimizer.step()
        after.append(packed(parameter.detach()))
    camel = lambda key: "weightDecay" if key == "weight_decay" else key
    return {"name": name, "options": {camel(k): v for k, v in options.items()}, "start": packed(start), "gradients": packed(gradients), "after": after}


steps = [
    steps_of("SGD", optim.SGD, {"lr": 0.1}),
    steps_of("SGD", optim.SGD, {"lr": 0.1, "momentum": 0.9, "weight_decay": 0.1}),
    steps_of("SGD", optim.SGD, {"lr": 0.1, "momentum": 0.9, "dampening": 0.5}),
    steps_of("SGD", optim.SGD, {"lr": 0.1, "momentum": 0.9, "nesterov": True}),
    steps_of("Adam", optim.Adam, {"lr": 0.1}),
    steps_of("Adam", optim.Adam, {"lr": 0.1, "betas": [0.5, 0.8], "eps": 0.1, "weight_decay": 0.2}),
    steps_of("AdamW", optim.AdamW, {"lr": 0.1}),
    steps_of("AdamW", optim.AdamW, {"lr": 0.1, "betas": [0.5, 0.8], "eps": 0.1, "weight_decay": 0.2}),
]
trajectories = [
    trajectory("20 steps of SGD, post-norm", False, lambda p: optim.SGD(p, lr=0.1, momentum=0.9), 20),
    trajectory("20 steps of Adam, pre-norm", True, lambda p: optim.Adam(p, lr=3e-3), 20),
    trajectory("100 steps of AdamW with clipping and schedule", True, lambda p: optim.AdamW(p, lr=1e-2), 100, clip=0.5, warmup=10),
]
result = {"versions": {"torch": torch.__version__}, "steps": steps, "trajectories": trajectories}
(fixtures / "training.json").write_text(json.dumps(result, separators=(",", ":")) + "\n")
