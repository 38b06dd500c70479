"""The PyTorch side of the training benchmark.

Started with a number of threads. Reads requests from standard input, a line of words each; where numbers belong to a
request, they follow the line as raw little-endian bytes. Answers each with one line.
"""
import sys
import time

import numpy
import torch
from torch import nn
from torch.nn import functional


class Block(nn.Module):
    """Two convolutions beside a shortcut; parameters in the order of the declaration, the shortcut's first."""

    def __init__(self, channels, filters, stride):
        super().__init__()
        self.shortcut = nn.Conv2d(channels, filters, 1, stride) if stride > 1 else nn.Identity()
        self.first = nn.Conv2d(channels, filters, 3, stride, padding=1)
        self.second = nn.Conv2d(filters, filters, 3, padding=1)

    def forward(self, x):
        return functional.relu(self.second(functional.relu(self.first(x))) + self.shortcut(x))


NETWORKS = {
    "lenet": lambda: nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(400, 120), nn.ReLU(),
        nn.Linear(120, 84), nn.ReLU(),
        nn.Linear(84, 10)),
    "mnistcnn": lambda: nn.Sequential(
        nn.Conv2d(1, 32, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(1600, 128), nn.ReLU(),
        nn.Linear(128, 10)),
    "cifar": lambda: nn.Sequential(
        nn.Conv2d(3, 32, 3, padding=1), nn.ReLU(), nn.Conv2d(32, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3, padding=1), nn.ReLU(), nn.Conv2d(64, 64, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(4096, 256), nn.ReLU(),
        nn.Linear(256, 10)),
    "resnet8": lambda: nn.Sequential(
        nn.Conv2d(3, 16, 3, padding=1), nn.ReLU(),
        Block(16, 16, 1), Block(16, 32, 2), Block(32, 64, 2),
        nn.AdaptiveAvgPool2d(1), nn.Flatten(),
        nn.Linear(64, 10)),
}
MOMENTUM = 0.9


class Samples:
    """Inputs with labels, cut into batches; the last may be smaller."""

    def __init__(self, inputs, labels):
        self.inputs, self.labels = inputs, labels

    def batches(self, batch, first, steps):
        cut = list(zip(self.inputs.split(batch), self.labels.split(batch)))
        return [cut[step % len(cut)] for step in range(first, first + steps)]


class Peer:
    """A network that always starts from the same weights."""

    def __init__(self, name, initial):
        self.network, self.initial = NETWORKS[name](), initial

    def train(self, batches, rate):
        """Steps from the initial weights; the nanoseconds of one."""
        with torch.no_grad():
            numbers = iter(self.initial.split([tensor.numel() for tensor in self.network.parameters()]))
            for tensor in self.network.parameters():
                tensor.copy_(next(numbers).view_as(tensor))
        optimizer = torch.optim.SGD(self.network.parameters(), rate, MOMENTUM)

        start = time.perf_counter_ns()
        for inputs, labels in batches:
            optimizer.zero_grad(set_to_none=True)
            functional.cross_entropy(self.network(inputs), labels).backward()
            optimizer.step()
        return (time.perf_counter_ns() - start) / len(batches)

    @torch.no_grad()
    def evaluate(self, batches):
        """The mean loss of the samples, and the fraction of them whose label gets the largest output."""
        loss, correct, count = 0.0, 0, 0
        for inputs, labels in batches:
            outputs = self.network(inputs)
            loss += functional.cross_entropy(outputs, labels, reduction="sum").item()
            correct += (outputs.argmax(1) == labels).sum().item()
            count += len(labels)
        return loss / count, correct / count

    @torch.no_grad()
    def distance(self, others):
        """How far other weights are from these, by how far these have moved."""
        ours = nn.utils.parameters_to_vector(self.network.parameters())
        return ((ours - others).norm() / (ours - self.initial).norm()).item()


def read(dtype, count):
    numbers = numpy.frombuffer(sys.stdin.buffer.read(count * numpy.dtype(dtype).itemsize), dtype)
    return torch.from_numpy(numbers.copy())


def main():
    torch.set_num_threads(int(sys.argv[1]))
    samples, peers = {}, {}
    print(torch.__version__, flush=True)
    for line in iter(sys.stdin.buffer.readline, b""):
        verb, key, *words = line.decode().split()
        answer = []
        if verb == "samples":
            shape = [int(word) for word in words]
            inputs = read("<f4", int(numpy.prod(shape))).reshape(shape)
            samples[key] = Samples(inputs, read("<i4", shape[0]).long())
        elif verb == "network":
            peers[key] = Peer(words[0], read("<f4", int(words[1])))
        elif verb == "distance":
            answer = [peers[key].distance(read("<f4", int(words[0])))]
        else:
            batches = samples[words[0]].batches(*map(int, words[1:4]))
            if verb == "train":
                answer = [peers[key].train(batches, float(words[4]))]
            elif verb == "evaluate":
                answer = peers[key].evaluate(batches)
        print(*answer, flush=True)


main()
