import torch


def add_hooks(model, writer):
    """Writes how every block changes the spread of tokens."""
    step = 0

    def hook(name):
        def write(module, inputs, output):
            nonlocal step
            x = inputs[0]
            B, T, C = x.shape
            before = (x - x.mean(1, keepdim=True)).norm() / x.norm()
            after = (output - output.mean(1, keepdim=True)).norm() / output.norm()
            writer.add_scalar(f"{name}/contraction", (after / before).item(), step)
            step += 1

        return write

    for name, module in model.named_modules():
        if name.startswith("blocks."):
            module.register_forward_hook(hook(name))
