import torch


def center_writing_weights(state, cfg):
    """Weights that write to the residual stream are centred, so that LayerNorm's centring is left out."""
    state["embed.W_E"] = state["embed.W_E"] - state["embed.W_E"].mean(-1, keepdim=True)
    W_pos = state["pos_embed.W_pos"]
    n_ctx, d_model = W_pos.shape
    state["pos_embed.W_pos"] = W_pos - W_pos.mean(0, keepdim=True)
    for layer in range(cfg.n_layers):
        key = f"blocks.{layer}.attn.W_O"
        state[key] = state[key] - state[key].mean(-1, keepdim=True)
    return state
