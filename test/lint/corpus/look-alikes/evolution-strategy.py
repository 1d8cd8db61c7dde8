import jax
import jax.numpy as jnp


def centred_ranks(fitness):
    # fitness: [population]
    ranks = jnp.argsort(jnp.argsort(fitness))
    return ranks / (len(fitness) - 1) - 0.5


def update(params, noise, fitness, lr=0.01, sigma=0.1):
    # noise: [population, params]
    fitness = (fitness - fitness.mean()) / (fitness.std() + 1e-8)
    grad = noise.T @ fitness / (len(fitness) * sigma)
    return params + lr * grad / jnp.linalg.norm(grad)


def novelty(behaviours, archive, k=10):
    d = jnp.linalg.norm(behaviours[:, None] - archive[None], axis=-1)
    nearest = jnp.sort(d, axis=1)[:, :k].mean(axis=1)
    return (nearest - nearest.min()) / (nearest.max() - nearest.min())
