import numpy as np


def f(x):
    return (x.T - x.mean(axis=1)).T
