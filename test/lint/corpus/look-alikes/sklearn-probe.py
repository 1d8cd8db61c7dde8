import numpy as np
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler


@torch.no_grad()
def collect(model, loader):
    rows, labels = [], []
    for ids, y in loader:
        hidden_states = model(ids).last_hidden_state
        B, T, C = hidden_states.shape
        rows.append(hidden_states.reshape(B * T, C).cpu().numpy())
        labels.append(y.reshape(-1).numpy())
    return np.concatenate(rows), np.concatenate(labels)


def probe(model, train, test):
    x, y = collect(model, train)
    mu, sigma = x.mean(axis=0), x.std(axis=0)
    clf = LogisticRegression(max_iter=1000).fit((x - mu) / sigma, y)
    xt, yt = collect(model, test)
    xt = StandardScaler().fit_transform(xt)
    return clf.score((xt - mu) / sigma, yt)
