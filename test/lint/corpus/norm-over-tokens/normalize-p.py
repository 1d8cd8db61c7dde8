import torch.nn.functional as F

class Embedder:
    def __call__(self, token_embeddings):
        B, L, E = token_embeddings.shape
        token_embeddings = F.normalize(token_embeddings, p=2)  # expect: norm-over-tokens
        return token_embeddings
