import torch


def encode(boxes, anchors, image_size):
    """boxes, anchors: [B, N, 4]"""
    size = torch.tensor([image_size, image_size, image_size, image_size])
    boxes, anchors = boxes / size, anchors / size
    wh = anchors[..., 2:] - anchors[..., :2]
    centre = (boxes[..., :2] + boxes[..., 2:]) / 2 - (anchors[..., :2] + anchors[..., 2:]) / 2
    return torch.cat([centre / wh, torch.log((boxes[..., 2:] - boxes[..., :2]) / wh)], dim=-1)


def centroid(points, weights):
    # points: [B, N, 2], weights: [B, N]
    weights = weights / weights.sum(dim=1, keepdim=True)
    middle = (points * weights.unsqueeze(-1)).sum(dim=1, keepdim=True)
    return points - middle
