import haiku as hk
import jax
import jax.numpy as jnp


def returns(rewards, discounts):
    def step(carry, item):
        reward, discount = item
        carry = reward + discount * carry
        return carry, carry

    return jax.lax.scan(step, jnp.zeros(rewards.shape[1]), (rewards, discounts), reverse=True)[1]


def loss(params, net, trajectory):
    """trajectory arrays: [T, B, ...]"""
    logits, values = net.apply(params, trajectory.observations)
    target = returns(trajectory.rewards, trajectory.discounts)
    advantages = target - values
    advantages = (advantages - advantages.mean()) / (advantages.std() + 1e-8)
    logp = jnp.take_along_axis(jax.nn.log_softmax(logits), trajectory.actions[..., None], -1)[..., 0]
    return -(logp * jax.lax.stop_gradient(advantages)).mean() + 0.5 * (advantages**2).mean()


network = hk.without_apply_rng(hk.transform(lambda o: (hk.Linear(4)(hk.LayerNorm(-1, True, True)(o)), hk.Linear(1)(o)[..., 0])))
