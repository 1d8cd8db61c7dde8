"""PyTorch's side of npm run bench: reads a question per line on standard input, answers with a line."""

import functools
import json
import math
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn

torch.set_num_threads(1)


class Block(nn.Module):
    def __init__(self, channels, heads):
        super().__init__()
        self.heads = heads
        self.norm1 = nn.LayerNorm(channels)
        self.norm2 = nn.LayerNorm(channels)
        self.qkv = nn.Linear(channels, 3 * channels)
        self.out = nn.Linear(channels, channels)
        self.expand = nn.Linear(channels, 4 * channels)
        self.project = nn.Linear(4 * channels, channels)

    def forward(self, x, past=None):
        batch, tokens, channels = x.shape
        parts = self.qkv(self.norm1(x)).split(channels, -1)
        q, k, v = [p.reshape(batch, tokens, self.heads, -1).transpose(1, 2) for p in parts]
        if past is not None:
            k, v = torch.cat([past[0], k], 2), torch.cat([past[1], v], 2)
        mixed = F.scaled_dot_product_attention(q, k, v, is_causal=past is None)
        x = x + self.out(mixed.transpose(1, 2).reshape(batch, tokens, channels))
        return x + self.project(F.gelu(self.expand(self.norm2(x)), approximate="tanh")), (k, v)


class GPT(nn.Module):
    def __init__(self, vocabulary, positions, layers, heads, channels):
        super().__init__()
        self.tokens = nn.Embedding(vocabulary, channels)
        self.positions = nn.Embedding(positions, channels)
        self.blocks = nn.ModuleList(Block(channels, heads) for _ in range(layers))
        self.norm = nn.LayerNorm(channels)
        self.head = nn.Linear(channels, vocabulary, bias=False)

    def forward(self, ids, past=None):
        start = 0 if past is None else past[0][0].shape[2]
        x = self.tokens(ids) + self.positions(torch.arange(start, start + ids.shape[1]))
        kept = []
        for i, block in enumerate(self.blocks):
            x, cache = block(x, None if past is None else past[i])
            kept.append(cache)
        return self.head(self.norm(x)), kept


def layer_norm(rows, columns):
    x, w, b = torch.randn(rows, columns), torch.ones(columns), torch.zeros(columns)
    return lambda: F.layer_norm(x, (columns,), w, b)


def layer_norm_backward(rows, columns):
    x, w, b, grad = torch.randn(rows, columns), torch.ones(columns), torch.zeros(columns), torch.randn(rows, columns)
    _, mean, rstd = torch.native_layer_norm(x, (columns,), w, b, 1e-5)
    return lambda: torch.ops.aten.native_layer_norm_backward(
        grad, x, (columns,), mean, rstd, w, b, [True, True, True]
    )


def rms_norm(rows, columns):
    x, w = torch.randn(rows, columns), torch.ones(columns)
    return lambda: F.rms_norm(x, (columns,), w, 1e-5)


def softmax(rows, columns):
    x = torch.randn(rows, columns)
    return lambda: F.softmax(x, -1)


def matmul(m, k, n):
    a, b, out = torch.randn(m, k), torch.randn(k, n), torch.empty(m, n)
    return lambda: torch.mm(a, b, out=out)


def gpt(tokens):
    model, ids = GPT(50257, 1024, 12, 12, 768), torch.randint(50257, (1, tokens))
    return lambda: model(ids)


def decode(tokens):
    model, ids = GPT(50257, 1024, 12, 12, 768), torch.randint(50257, (1, tokens))
    _, past = model(ids)
    return lambda: model(ids[:, :1], past)


def train(batch):
    model = GPT(65, 64, 4, 4, 128)
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-4)
    ids, targets = torch.randint(65, (batch, 64)), torch.randint(65, (batch, 64))

    def step():
        with torch.enable_grad():
            optimizer.zero_grad()
            F.cross_entropy(model(ids)[0].reshape(-1, 65), targets.reshape(-1)).backward()
            optimizer.step()

    return step


works = {f.__name__: f for f in (layer_norm, layer_norm_backward, rms_norm, softmax, matmul, gpt, decode, train)}


@functools.lru_cache(maxsize=2)
def prepared(work, sizes):
    return works[work](*sizes)


def timed(run, seconds):
    """Milliseconds of the fastest run within so many seconds: processor time where that is less than the time on the wall."""
    start = time.perf_counter()
    fastest = float("inf")
    runs = 1
    while fastest == float("inf") or time.perf_counter() - start < seconds:
        processor, wall = time.process_time(), time.perf_counter()
        for _ in range(runs):
            run()
        wall, processor = (time.perf_counter() - wall) / runs, (time.process_time() - processor) / runs
        fastest = min(fastest, wall, processor if wall > 0.005 else wall)
        # Short runs several at once: looking at the clock takes time too.
        runs = math.ceil(5e-5 / fastest)
    return fastest * 1000


with torch.no_grad():
    for line in sys.stdin:
        question = json.loads(line)
        if question["command"] == "version":
            print(torch.__version__, flush=True)
        else:
            run = prepared(question["work"], tuple(question["sizes"]))
            print(timed(run, question["seconds"]), flush=True)
