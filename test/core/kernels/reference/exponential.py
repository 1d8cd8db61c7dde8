"""Coefficients of `nearZero4` in src/core/kernels/simd/assembly/exponential.ts.

e^r for |r| <= ln 2 / 2 as a polynomial of degree 6 with the value 1 at 0: least squares whose weights are raised where the relative
error is largest, until it is level (C. L. Lawson, 1961). Made with numpy; prints the coefficients from the constant up.
"""

import numpy as np

degree = 6
end = np.log(2) / 2
r = end * np.cos(np.pi * (np.arange(2000) + 0.5) / 2000)
powers = np.vander(r, degree + 1, increasing=True)[:, 1:] / np.exp(r)[:, None]
wanted = (np.exp(r) - 1) / np.exp(r)
weights = np.ones(len(r))
for _ in range(200):
    coefficients, *_ = np.linalg.lstsq(powers * weights[:, None], wanted * weights, rcond=None)
    error = np.abs(powers @ coefficients - wanted)
    weights *= np.sqrt(error / error.max() + 1e-3)
    weights /= weights.max()
print("largest relative error", error.max())
for coefficient in [1, *coefficients]:
    print(repr(float(np.float32(coefficient))))
