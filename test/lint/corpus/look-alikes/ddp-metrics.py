import torch
import torch.distributed as dist


class Meter:
    def __init__(self):
        self.values = []

    def add(self, hidden_states, loss):
        B, T, C = hidden_states.shape
        token_norm = hidden_states.norm(dim=-1)
        spike = (token_norm / token_norm.median(dim=1, keepdim=True).values).amax()
        centred = hidden_states - hidden_states.mean(dim=(0, 1), keepdim=True)
        self.values.append(torch.stack([loss.detach(), spike, centred.pow(2).mean()]))

    def reduce(self):
        total = torch.stack(self.values).mean(0)
        dist.all_reduce(total)
        return (total / dist.get_world_size()).tolist()
