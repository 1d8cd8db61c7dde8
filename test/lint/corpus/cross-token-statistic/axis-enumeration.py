from enum import IntEnum
import torch
class Axis(IntEnum):
    BATCH = 0
    TOKEN = 1
    CHANNEL = 2
def f(x):
    B, T, C = x.shape
    return x - x.mean(Axis.TOKEN, keepdim=True)  # expect: cross-token-statistic
