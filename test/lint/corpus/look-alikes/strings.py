"""
Wrong:
    B, T, C = x.shape
    x = x - x.mean(1, keepdim=True)
"""
SNIPPET = '''
B, T, C = x.shape
return nn.LayerNorm([T, C])(x)
'''
# x = (x - x.mean(dim=1, keepdim=True)) / x.std(dim=1, keepdim=True)
