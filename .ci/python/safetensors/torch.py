"""Stands in for PyTorch's library of safetensors where that is not installed: the same two functions, by the format's description."""
import os
import sys

import numpy
import torch

sys.path.append(os.path.join(os.path.dirname(__file__), "../../../tests/CnnGen.Tests/Files"))
import interchange

TYPES = {"F32": (torch.float32, "<f4"), "F64": (torch.float64, "<f8"), "I64": (torch.int64, "<i8")}


def save_file(tensors, path):
    names = {kind: name for name, (kind, _) in TYPES.items()}
    entries = [(name, names[tensor.dtype], list(tensor.shape), tensor.detach().numpy().tobytes()) for name, tensor in tensors.items()]
    interchange.write(path, {}, sorted(entries, key=interchange.order))


def load_file(path):
    _, tensors = interchange.read(path)
    return {name: torch.from_numpy(numpy.frombuffer(data, TYPES[kind][1]).reshape(shape).copy()) for name, kind, shape, data in tensors}
