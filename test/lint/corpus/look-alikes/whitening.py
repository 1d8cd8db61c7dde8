import torch

def whiten_embeddings(sentence_embeddings):
    n, d = sentence_embeddings.shape
    mu = sentence_embeddings.mean(dim=0, keepdim=True)
    cov = (sentence_embeddings - mu).T @ (sentence_embeddings - mu)
    return sentence_embeddings - mu, cov
