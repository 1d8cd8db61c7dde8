import torch.nn as nn


class FrameEncoder(nn.Module):
    def __init__(self, d_model):
        super().__init__()
        self.norm = nn.InstanceNorm1d(d_model, affine=True)  # expect: norm-over-tokens

    def forward(self, frames):
        batch, num_frames, d_model = frames.shape
        return self.norm(frames.permute(0, 2, 1)).permute(0, 2, 1)
