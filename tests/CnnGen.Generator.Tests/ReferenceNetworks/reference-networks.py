"""What PyTorch says of the networks in Declarations/.

usage: reference-networks.py [NAME ...] > networks.json

Each declaration is read and computed by PyTorch in float64, in training, without its losses: forward, and back from a gradient that is drawn. Parameters, inputs and
gradients are drawn from a seed, as the test does. Of what comes out, some numbers are written, spread evenly, and the square root of the sum of all squares.
Then the same out of training.
"""
import glob, json, math, os, re, sys, zlib
import torch, torch.nn.functional as F

torch.set_default_dtype(torch.float64)
HERE, KEPT = os.path.dirname(os.path.abspath(__file__)), 32


class Drawn:
    """Numbers that a test draws too, instead of reading them: S. Vigna's splitmix64."""
    def __init__(self, seed): self.state = seed

    def next(self):
        mask = (1 << 64) - 1
        self.state = (self.state + 0x9E3779B97F4A7C15) & mask
        z = self.state
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & mask
        z = (z ^ z >> 27) * 0x94D049BB133111EB & mask
        return z ^ z >> 31

    def numbers(self, scale, *shape):
        """From -scale to scale, exactly representable in single precision."""
        numbers = torch.tensor([((self.next() >> 40) / (1 << 23) - 1) * scale for _ in range(math.prod(shape))])
        return numbers.float().double().reshape(shape)


def attributes(path):
    """Kind, arguments and named arguments of each attribute, in order."""
    text = re.sub(r"^\s*(///|namespace|using|internal).*$", "", open(path).read(), flags=re.M)
    for kind, arguments in re.findall(r"(\w+)(?:\(([^()]*)\))?(?=[,\]])", text):
        args, named = [], {}
        for part in filter(None, arguments.split(", ")):
            key, _, value = part.rpartition(" = ")
            value = value.split(".")[1] if re.match(r"[A-Z]\w*\.", value) else json.loads(value)
            if key: named[key] = value
            else: args.append(value)
        yield kind, args, named


LOSSES = ["SoftmaxCrossEntropy", "CrossEntropy", "BinaryCrossEntropy", "MeanSquaredError", "MeanAbsoluteError", "HalfSquaredError", "Huber"]
OPTIMIZERS = ["Sgd", "Adam", "AdamW", "RMSProp"]
ACTIVATIONS = {
    "ReLU": F.relu, "ReLU6": F.relu6, "LeakyReLU": F.leaky_relu, "Sigmoid": torch.sigmoid, "Tanh": torch.tanh, "SiLU": F.silu, "HardSwish": F.hardswish,
    "HardSigmoid": lambda x: (x / 6 + .5).clamp(0, 1),      # F.hardsigmoid's gradient is a sixth in single precision for doubles too
    "Clip": F.hardtanh, "Square": lambda x: x * x,
}


class Twin:
    """A network that computes what a declaration says."""
    def __init__(self, path):
        self.steps, self.counts, self.parameters, self.inputs, self.taps, self.outputs, self.dropouts = [], {}, [], [], {}, [], []
        self.training, self.batch, shape = True, 1, None
        for kind, args, named in attributes(path):
            if kind in LOSSES + OPTIMIZERS: continue
            if kind in ("Network", "Input"):
                if kind == "Network": self.batch = named.get("Batch", 1)
                name = "" if kind == "Network" else args.pop(0)
                self.inputs.append((name, tuple(args)))
                self.taps[name] = torch.zeros(2, *args)
                shape = shape or tuple(args)
                continue
            self.counts[kind] = self.counts.get(kind, 0) + 1
            name = f"{kind.lower()}{'_' if kind[-1].isdigit() else ''}{self.counts[kind]}"
            step = ACTIVATIONS[kind] if kind in ACTIVATIONS else getattr(self, kind)
            step = step(name, shape, *args, **named) if kind not in ACTIVATIONS else (lambda x, step=step, args=args: step(x, *args))
            self.steps.append(step)
            shape = tuple(step(torch.zeros(2, *shape)).shape[1:])

    def parameter(self, name, shape, scale, mean=0.0):
        tensor = torch.zeros(shape)
        self.parameters.append({"name": name, "shape": list(shape), "scale": scale, "mean": mean, "tensor": tensor})
        return tensor

    def weight(self, name, shape, fan): return self.parameter(name + ".weight", shape, float(f"{math.sqrt(6 / fan):.3g}"))

    def Conv(self, name, shape, filters, *kernel, Stride=1, Padding=0, Same=False, Dilation=1, Groups=1, Bias=True, **sides):
        axes = len(shape) - 1
        kernel = kernel if len(kernel) == axes else kernel * axes
        W = self.weight(name, (filters, shape[0] // Groups, *kernel), shape[0] // Groups * math.prod(kernel))
        B = self.parameter(name + ".bias", (filters,), .1) if Bias else None
        pads = []
        for axis in reversed(range(axes)):
            first, last = (("PaddingLeft", "PaddingRight"), ("PaddingTop", "PaddingBottom"))[axes - 1 - axis]
            need = max(0, (math.ceil(shape[1 + axis] / Stride) - 1) * Stride + (kernel[axis] - 1) * Dilation + 1 - shape[1 + axis])
            pads += [need // 2, need - need // 2] if Same else [sides.get(first, Padding), sides.get(last, Padding)]
        conv = F.conv1d if axes == 1 else F.conv2d
        if pads[::2] == pads[1::2]: return lambda x: conv(x, W, B, Stride, tuple(reversed(pads[::2])), Dilation, Groups)
        return lambda x: conv(F.pad(x, pads), W, B, Stride, 0, Dilation, Groups)

    def ConvTranspose(self, name, shape, filters, size, Stride=1):
        W, B = self.weight(name, (shape[0], filters, size, size), shape[0]), self.parameter(name + ".bias", (filters,), .1)
        return lambda x: F.conv_transpose2d(x, W, B, Stride)

    def Dense(self, name, shape, units):
        W, B = self.weight(name, (units, math.prod(shape)), math.prod(shape)), self.parameter(name + ".bias", (units,), .1)
        return lambda x: F.linear(x.flatten(1), W, B)

    def BatchNorm(self, name, shape):
        W, B = self.parameter(name + ".weight", shape[:1], .3, 1.0), self.parameter(name + ".bias", shape[:1], .3)
        mean, variance = {}, {}
        for dtype in (torch.float32, torch.float64): mean[dtype], variance[dtype] = torch.zeros(shape[0], dtype=dtype), torch.ones(shape[0], dtype=dtype)
        return lambda x: F.batch_norm(x, mean[x.dtype], variance[x.dtype], W, B, self.training, 0.0)

    def recurrent(self, name, shape, units, gates, Last=False):
        kind = name.rstrip("0123456789")
        weights = [self.parameter(f"{name}.{part}", size, float(f"{1 / math.sqrt(units):.3g}")) for part, size in [
            ("weight_ih_l0", (gates * units, shape[0])), ("weight_hh_l0", (gates * units, units)), ("bias_ih_l0", (gates * units,)), ("bias_hh_l0", (gates * units,))]]
        def run(x):
            zeros = torch.zeros(1, len(x), units, dtype=x.dtype)
            layer, state = (torch.lstm, (zeros, zeros)) if kind == "lstm" else (torch.gru, zeros)
            y = layer(x.transpose(1, 2), state, weights, True, 1, 0.0, False, False, True)[0].transpose(1, 2)
            return y[:, :, -1] if Last else y
        return run

    def LSTM(self, name, shape, units, **named): return self.recurrent(name, shape, units, 4, **named)
    def GRU(self, name, shape, units, **named): return self.recurrent(name, shape, units, 3, **named)

    def Dropout(self, name, shape, rate):
        self.dropouts.append((name, rate))
        return lambda x: x * self.kept(name, x, rate) / (1 - rate) if self.training else x

    def kept(self, name, x, rate):
        return torch.tensor([[is_kept(name, sample, e, rate) for e in range(x[0].numel())] for sample in range(len(x))]).view_as(x).to(x.dtype)

    def MaxPool(self, name, shape, size, Stride=None, Padding=0, PaddingBottom=None, PaddingRight=None):
        right, bottom = [Padding if side is None else side for side in (PaddingRight, PaddingBottom)]
        if right == bottom == Padding: return lambda x: F.max_pool2d(x, size, Stride or size, Padding)
        return lambda x: F.max_pool2d(F.pad(x, (Padding, right, Padding, bottom), value=-math.inf), size, Stride or size)

    def GlobalAvgPool(self, name, shape): return lambda x: x.mean(tuple(range(2, x.dim())), keepdim=True)
    def Upsample(self, name, shape, factor): return lambda x: F.interpolate(x, scale_factor=factor)
    def PixelShuffle(self, name, shape, factor): return lambda x: F.pixel_shuffle(x, factor)
    def Pad(self, name, shape, size, Mode): return lambda x: F.pad(x, (size,) * 4, Mode.lower())
    def PadChannels(self, name, shape, before, after): return lambda x: F.pad(x, (0, 0, 0, 0, before, after))
    def Slice(self, name, shape, start, count): return lambda x: x[:, start:start + count]

    def Tap(self, name, shape, tap):
        def run(x):
            self.taps[tap] = x
            return x
        return run

    def From(self, name, shape, tap): return lambda x: self.taps[tap]
    def Add(self, name, shape, tap): return lambda x: x + self.taps[tap]
    def Multiply(self, name, shape, tap): return lambda x: x * self.taps[tap]
    def Concat(self, name, shape, tap): return lambda x: torch.cat((x, self.taps[tap]), 1)

    def Output(self, name, shape, output, Weight=1):
        def run(x):
            self.outputs.append(x)
            return x
        return run

    def __call__(self, *inputs):
        self.outputs = []
        for (name, _), x in zip(self.inputs, inputs): self.taps[name] = x
        y = inputs[0]
        for step in self.steps: y = step(y)
        return self.outputs or [y]


def is_kept(layer, sample, element, rate):
    """Whether a dropout keeps an element, in the first step of a network of seed 0: a second writing of DropoutMasks and Dropout, by their formulas alone."""
    wide, narrow = (1 << 64) - 1, (1 << 32) - 1
    def mix(z):                                                                 # SplitMix64
        z = (z + 0x9E3779B97F4A7C15) & wide
        z = ((z ^ z >> 30) * 0xBF58476D1CE4E5B9) & wide
        z = ((z ^ z >> 27) * 0x94D049BB133111EB) & wide
        return z ^ z >> 31
    def lowbias(x):
        x = ((x ^ x >> 16) * 0x7FEB352D) & narrow
        x = ((x ^ x >> 15) * 0x846CA68B) & narrow
        return x ^ x >> 16
    name = 2166136261                                                           # FNV-1a
    for character in layer: name = ((name ^ ord(character)) * 16777619) & narrow
    key = mix((mix((mix(mix(0)) + name) & wide) + sample) & wide)
    word = lowbias((lowbias((element * 0x9E3779B9 + (key & narrow)) & narrow) + (key >> 32)) & narrow)
    return word >= min(narrow, round(rate * (1 << 32)))


def summary(parts):
    """Some of the numbers of tensors, one behind the other, and their length as a vector."""
    all = torch.cat([part.detach().double().flatten() for part in parts])
    kept = min(KEPT, len(all))
    at = [k * (len(all) - 1) // max(1, kept - 1) for k in range(kept)]
    return {"count": len(all), "norm": all.norm().item(), "largest": all.abs().max().item(), "values": [float(f"{v:.12g}") for v in all[at].tolist()]}


def numbers(path, seed):
    twin, drawn = Twin(path), Drawn(seed)
    for p in twin.parameters: p["tensor"].copy_(drawn.numbers(p["scale"], *p["shape"]) + p["mean"])
    inputs = [drawn.numbers(1, twin.batch, *shape) for _, shape in twin.inputs]
    tensors, start, gradients = [p["tensor"] for p in twin.parameters], [p["tensor"].clone() for p in twin.parameters], None

    def run(dtype):
        nonlocal gradients
        for tensor, values in zip(tensors, start): tensor.requires_grad_(False).data, tensor.grad = values.to(dtype), None
        for tensor in tensors: tensor.requires_grad_(True)
        xs, twin.training = [x.clone().to(dtype).requires_grad_(True) for x in inputs], True
        ys = twin(*xs)
        gradients = gradients or [drawn.numbers(1, *y.shape) for y in ys]
        sum((y * g.to(dtype)).sum() for y, g in zip(ys, gradients)).backward()
        result = {"output": summary(ys), "inputGradient": summary([x.grad for x in xs])}
        result["gradients"] = [summary([tensor.grad]) for tensor in tensors]
        twin.training = False
        with torch.no_grad(): result["outOfTraining"] = summary(twin(*xs))
        return result

    exact, single = run(torch.float64), run(torch.float32)
    apart = lambda one, other: max(abs(a - b) for a, b in zip(one["values"], other["values"])) / one["largest"]
    # How far PyTorch itself is away in single precision, of the largest number of a list.
    far = {key: apart(exact[key], single[key]) for key in ("output", "outOfTraining")}
    return {
        "name": os.path.basename(path)[:-3], "seed": seed, "batch": twin.batch,
        "parameters": [{key: p[key] for key in ("name", "shape", "scale", "mean")} for p in twin.parameters],
        **exact, "single": {key: float(f"{value:.2g}") for key, value in far.items()}}


if __name__ == "__main__":
    torch.set_num_threads(1)
    for i, path in enumerate(sorted(glob.glob(os.path.join(HERE, "Declarations", "*.cs")))):
        if len(sys.argv) > 1 and os.path.basename(path)[:-3] not in sys.argv[1:]: continue
        case = numbers(path, zlib.crc32(os.path.basename(path).encode()))
        print(("[" if i == 0 else ",") + json.dumps(case, separators=(",", ":")))
        print(case["name"], case["single"], {key: case[key]["norm"] for key in ("output", "inputGradient", "outOfTraining")}, file=sys.stderr)
    print("]")
