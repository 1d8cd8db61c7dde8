import numpy as np

def cmvn(frames):
    n_frames, n_mels = frames.shape
    return (frames - frames.mean(0)) / frames.std(0)
