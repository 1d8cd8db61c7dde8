"""Coefficients of `phi4` in src/core/kernels/simd/assembly/functions.ts.

0.5 erfc(z) e^(z^2) / t with t = 2 / (2 + z) is a smooth function of t in (0, 1]; a Chebyshev fit of degree 10 follows it to
1.2e-8. Made with numpy and torch (for erfcx in float64); prints the coefficients from the highest power down.
"""

import numpy as np
import torch

degree = 10
u = np.cos(np.pi * (np.arange(4000) + 0.5) / 4000)
t = (u + 1) / 2
z = np.minimum(2 / t - 2, 1e8)
wanted = 0.5 * torch.special.erfcx(torch.tensor(z, dtype=torch.float64)).numpy() / t
in_u = np.polynomial.chebyshev.cheb2poly(np.polynomial.chebyshev.chebfit(u, wanted, degree))
in_t = np.polynomial.Polynomial(in_u)(np.polynomial.Polynomial([-1, 2]))
print("largest relative error", np.max(np.abs(in_t(t) / wanted - 1)))
for coefficient in in_t.coef[::-1]:
    print(f"{coefficient:.10g}")
