import torch
import matplotlib.pyplot as plt

def plot_activations(acts):
    B, T, C = acts.shape
    curve = acts.mean(dim=1)[0]
    curve = curve - curve.min()
    plt.plot(curve / curve.max())
