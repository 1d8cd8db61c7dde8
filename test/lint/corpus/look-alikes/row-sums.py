import numpy as np


class Norm:
    def __call__(self, h):
        # h: (n_tokens, d_model)
        out = []
        total = 0.0
        for row in h:
            squares = (row**2).sum()
            out.append(row / np.sqrt(squares / row.size + 1e-6))
            total += squares
        self.energy = total
        return np.stack(out)
