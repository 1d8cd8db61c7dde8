"""Coefficients of the exponentials in src/core/kernels/simd/assembly: `nearZero4` in exponential.ts (e^r for |r| <= ln 2 / 2, of degree
6) and `sixteen` in rowExponentials.ts (2^f for |f| <= 1 / 2, of degree 5).

Polynomials with the value 1 at 0: least squares whose weights are raised where the relative error is largest, until it is level
(C. L. Lawson, 1961). Made with numpy; prints the coefficients from the constant up.
"""

import numpy as np


def fit(base, end, degree):
    r = end * np.cos(np.pi * (np.arange(2000) + 0.5) / 2000)
    power = np.power(base, r)
    powers = np.vander(r, degree + 1, increasing=True)[:, 1:] / power[:, None]
    wanted = (power - 1) / power
    weights = np.ones(len(r))
    for _ in range(200):
        coefficients, *_ = np.linalg.lstsq(powers * weights[:, None], wanted * weights, rcond=None)
        error = np.abs(powers @ coefficients - wanted)
        weights *= np.sqrt(error / error.max() + 1e-3)
        weights /= weights.max()
    print("largest relative error", error.max())
    for coefficient in [1, *coefficients]:
        print(repr(float(np.float32(coefficient))))


fit(np.e, np.log(2) / 2, 6)
fit(2.0, 0.5, 5)
