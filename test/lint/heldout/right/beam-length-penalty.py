import torch


class Beam:
    def __init__(self, size, alpha=0.6):
        self.size, self.alpha, self.done = size, alpha, []

    def add(self, logprobs, ids):
        # logprobs: [beams, T]
        beams, T = logprobs.shape
        penalty = ((5 + T) / 6) ** self.alpha
        scores = logprobs.sum(dim=1) / penalty
        self.done.extend(zip(scores.tolist(), ids.tolist()))

    def best(self):
        return max(self.done)

    def posterior(self):
        scores = torch.tensor([score for score, _ in self.done])
        p = (scores - scores.max()).exp()
        return p / p.sum()
