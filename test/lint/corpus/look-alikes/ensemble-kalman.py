import numpy as np


def enkf(ensemble, observe, y, noise):
    """Ensemble Kalman filter. ensemble: [members, state]"""
    members, state = ensemble.shape
    predicted = np.stack([observe(m) for m in ensemble])
    a = ensemble - ensemble.mean(axis=0)
    b = predicted - predicted.mean(axis=0)
    pxy = a.T @ b / (members - 1)
    pyy = b.T @ b / (members - 1) + noise * np.eye(b.shape[1])
    gain = pxy @ np.linalg.inv(pyy)
    return ensemble + (y + noise**0.5 * np.random.randn(*predicted.shape) - predicted) @ gain.T


def cma(population, fitness, mean, sigma):
    order = np.argsort(fitness)[: len(population) // 2]
    steps = (population[order] - mean) / sigma
    return mean + sigma * steps.mean(axis=0)
