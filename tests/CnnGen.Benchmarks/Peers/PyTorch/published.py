"""The PyTorch side of the benchmark of published networks, which it reads from their declarations.

Reads requests from standard input, a line of words each; where numbers belong to a request, they follow the line as raw little-endian bytes. Answers each with one line.
"""
import sys
import time
import warnings

import numpy
import torch

from reference_networks import Twin

MOMENTUM = 0.9


class Network(torch.nn.Module):
    """A declared network in single precision, its inputs and outputs one behind the other as CnnGen has them."""

    def __init__(self, path, batch, numbers, inputs, gradient):
        super().__init__()
        self.twin = Twin(path)
        self.tensors = [parameter["tensor"] for parameter in self.twin.parameters]
        with torch.no_grad():
            for tensor, values in zip(self.tensors, torch.split(numbers, [tensor.numel() for tensor in self.tensors])):
                tensor.data = values.reshape(tensor.shape).clone()
        for tensor in self.tensors:
            tensor.requires_grad_(True)
        sizes = [batch * int(numpy.prod(shape)) for _, shape in self.twin.inputs]
        self.inputs = [part.reshape(batch, *shape).requires_grad_(True) for part, (_, shape) in zip(inputs.split(sizes), self.twin.inputs)]
        self.twin.training = False
        with torch.no_grad():
            outputs = self(*self.inputs)
        self.gradients = [part.view_as(output) for part, output in zip(gradient.split([output.numel() for output in outputs]), outputs)]
        self.twin.kept = lambda name, x, rate: torch.empty_like(x).bernoulli_(1 - rate)
        self.optimizer = torch.optim.SGD(self.tensors, 1e-4, MOMENTUM)

    def forward(self, *inputs):
        return tuple(self.twin(*inputs))

    def train_for(self, steps):
        """The nanoseconds of a step."""
        self.twin.training = True
        start = time.perf_counter_ns()
        for _ in range(steps):
            self.optimizer.zero_grad(set_to_none=True)
            for x in self.inputs:
                x.grad = None
            torch.autograd.backward(self(*self.inputs), self.gradients)
            self.optimizer.step()
        return (time.perf_counter_ns() - start) / steps

    def export(self, path):
        """The network out of training, for one sample."""
        self.twin.training = False
        sample = tuple(x[:1].detach() for x in self.inputs)
        for tensor in self.tensors:
            tensor.requires_grad_(False)    # what is trained is no constant of a trace
        torch.onnx.export(
            self, sample, path, opset_version=13, training=torch.onnx.TrainingMode.EVAL,
            input_names=[f"input{i}" for i in range(len(sample))], output_names=[f"output{i}" for i in range(len(self.gradients))])
        for tensor in self.tensors:
            tensor.requires_grad_(True)


def read(count):
    numbers = numpy.frombuffer(sys.stdin.buffer.read(count * 4), "<f4")
    return torch.from_numpy(numbers.copy())


def main():
    torch.set_num_threads(1)
    torch.set_default_dtype(torch.float32)
    warnings.simplefilter("ignore")     # of tracing: what it takes for constant is constant
    networks = {}
    print(torch.__version__, flush=True)
    for line in iter(sys.stdin.buffer.readline, b""):
        verb, *words = line.decode().rstrip("\n").split("\t")
        answer = ""
        if verb == "load":
            networks.clear()
            networks[words[0]] = Network(words[1], int(words[2]), *[read(int(count)) for count in words[3:]])
        elif verb == "train":
            answer = networks[words[0]].train_for(int(words[1]))
        elif verb == "export":
            networks[words[0]].export(words[1])
        print(answer, flush=True)


main()
