import numpy as np


class Norm:
    def __call__(self, h):
        # h: (n_tokens, d_model)
        squares = 0.0
        for row in h:
            squares += (row**2).sum()  # expect: cross-token-statistic
        return h / np.sqrt(squares / h.size + 1e-6)
