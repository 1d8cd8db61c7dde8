import numpy as np


def r2(y_true, y_pred):
    ss = ((y_true - y_pred) ** 2).sum()
    return 1 - ss / ((y_true - y_true.mean()) ** 2).sum()
