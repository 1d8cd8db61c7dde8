import numpy as np
import torch


class Trajectories(torch.utils.data.Dataset):
    def __init__(self, paths, context):
        states = np.concatenate([p["observations"] for p in paths], axis=0)
        self.mean, self.std = states.mean(axis=0), states.std(axis=0) + 1e-6
        self.paths, self.context = paths, context

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, index):
        path = self.paths[index]
        start = np.random.randint(len(path["rewards"]))
        s = path["observations"][start : start + self.context]
        s = (s - self.mean) / self.std
        rtg = np.cumsum(path["rewards"][::-1])[::-1][start : start + self.context]
        return torch.from_numpy(s), torch.from_numpy(rtg / rtg.max())
