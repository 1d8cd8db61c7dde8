import torch.nn.functional as F

def contrast(image_features, text_features):
    image_features = F.normalize(image_features)
    text_features = F.normalize(text_features)
    return image_features @ text_features.T
