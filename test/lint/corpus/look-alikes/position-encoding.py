import torch


def sinusoids(num_patches, d_model):
    position_enc = torch.zeros(num_patches, d_model)
    position_enc[:, 0::2] = torch.sin(position_enc[:, 0::2])
    position_enc = position_enc - position_enc.mean()
    return position_enc / (position_enc.std() * 10)
