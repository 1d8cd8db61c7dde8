import torch.nn as nn

class TSBlock(nn.Module):
    def __init__(self, configs):
        super().__init__()
        self.norm = nn.LayerNorm(normalized_shape=(configs.seq_len, configs.d_model))  # expect: norm-over-tokens
        self.lin = nn.Linear(configs.d_model, configs.d_model)

    def forward(self, x):
        return self.norm(self.lin(x))


class Args:
    seq_len: int = 128
    d_model: int = 512


class Annotated(nn.Module):
    def __init__(self, args: Args):
        super().__init__()
        self.norm = nn.LayerNorm([args.seq_len, args.d_model])  # expect: norm-over-tokens


settings = dict(context_length=1024, emb_dim=768)
of_entries = nn.LayerNorm([settings["context_length"], settings["emb_dim"]])  # expect: norm-over-tokens
args = Args()
of_instance = nn.LayerNorm([args.seq_len, args.d_model])  # expect: norm-over-tokens
of_class = nn.LayerNorm([Args.seq_len, Args.d_model])  # expect: norm-over-tokens
