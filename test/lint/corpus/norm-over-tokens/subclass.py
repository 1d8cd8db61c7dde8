import torch.nn as nn

class TokenLN(nn.LayerNorm):
    pass

class Block(nn.Module):
    def __init__(self, num_tokens, embed_dim):
        super().__init__()
        self.ln = TokenLN((num_tokens, embed_dim))  # expect: norm-over-tokens


class SequenceNorm(nn.LayerNorm):
    def __init__(self, seq_len, d_model):
        super().__init__([seq_len, d_model])  # expect: norm-over-tokens


class KeywordNorm(nn.LayerNorm):
    def __init__(self, max_len, hidden_size, **kw):
        super().__init__(normalized_shape=[max_len, hidden_size], **kw)  # expect: norm-over-tokens
