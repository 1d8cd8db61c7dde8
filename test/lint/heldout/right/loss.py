import torch.nn.functional as F


def clip_loss(image_features, text_features, scale):
    image_features = image_features / image_features.norm(dim=1, keepdim=True)
    text_features = text_features / text_features.norm(dim=1, keepdim=True)
    logits = scale * image_features @ text_features.t()
    return F.cross_entropy(logits, logits.argmax(1))
