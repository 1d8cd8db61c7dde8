import jax
import jax.numpy as jnp


def load_balance_loss(router_logits, num_experts):
    """Switch Transformer, equation 4. router_logits: [batch, seq, experts]."""
    probs = jax.nn.softmax(router_logits, axis=-1)
    chosen = jax.nn.one_hot(probs.argmax(-1), num_experts)
    density = chosen.mean(axis=1)
    proxy = probs.mean(axis=1)
    return (density * proxy).mean() * num_experts**2


def importance_loss(gates):
    importance = gates.sum(axis=(0, 1))
    return (importance.std() / importance.mean()) ** 2
