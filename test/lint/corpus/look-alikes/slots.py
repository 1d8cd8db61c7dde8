def slot_attention(slots, inputs):
    b, n, d = inputs.shape
    attn = (inputs @ slots.transpose(1, 2)).softmax(-1) + 1e-8
    attn = attn / attn.sum(dim=1, keepdim=True)
    return attn.transpose(1, 2) @ inputs
