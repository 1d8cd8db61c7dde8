import torch
import torch.nn.functional as F


def hidden_state_distillation(student, teacher):
    """Losses between layers; student, teacher: [B, T, C]."""
    B, T, C = teacher.shape
    mse = F.mse_loss(student, teacher) / teacher.pow(2).mean()
    s = F.normalize(student.flatten(1), dim=1)
    t = F.normalize(teacher.flatten(1), dim=1)
    relation = F.mse_loss(s @ s.t(), t @ t.t())
    return mse + relation


def data2vec_target(layers):
    """Targets of the teacher: instance-normed over time and averaged, without gradients."""
    with torch.no_grad():
        targets = [F.instance_norm(layer.transpose(1, 2)).transpose(1, 2) for layer in layers]
        return sum(targets) / len(targets)
