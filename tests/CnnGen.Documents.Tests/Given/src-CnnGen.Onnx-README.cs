using CnnGen;
using CnnGen.Onnx;

namespace Document;

[Network(1, 28, 28, Batch = 32)]
[Conv(6, 5, Padding = 2), ReLU, MaxPool(2), Conv(16, 5), ReLU, MaxPool(2), Dense(120), ReLU, Dense(84), ReLU, Dense(10), SoftmaxCrossEntropy, Sgd]
public sealed partial class LeNet { }

public sealed partial class Page
{
    private readonly LeNet network = new(seed: 1);

    public Page() => OnnxModel.Save(network, "model.onnx");
}
