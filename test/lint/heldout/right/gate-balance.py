import torch

def balance(gates):
    B, T, E = gates.shape
    load = gates.mean(dim=(0, 1))
    return (load / load.mean()).std()
