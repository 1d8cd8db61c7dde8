import torch

class Whisper:
    def log_mel(self, audio, n_frames, n_mels):
        log_spec = self.mel(audio).clamp(min=1e-10).log10()
        log_spec = torch.maximum(log_spec, log_spec.max() - 8.0)
        return (log_spec + 4.0) / 4.0
