import torch
import torch.nn as nn

class SEBlock(nn.Module):
    def forward(self, x):
        B, T, C = x.shape
        s = x.mean(dim=1)
        s = torch.sigmoid(self.fc2(torch.relu(self.fc1(s))))
        return x * s.unsqueeze(1)
