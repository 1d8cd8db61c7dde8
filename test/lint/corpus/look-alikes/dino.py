import torch


class DINOLoss(torch.nn.Module):
    def forward(self, student_output, teacher_output, epoch):
        teacher_out = torch.softmax((teacher_output - self.center) / self.temp, dim=-1)
        self.center = self.center * 0.9 + teacher_output.mean(0, keepdim=True) * 0.1
        return teacher_out
