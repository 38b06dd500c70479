using CnnGen;
using Orleans;
using Orleans.Hosting;

namespace Document;

[Network(1, 28, 28, Batch = 32)]
[Conv(6, 5), ReLU, MaxPool(2), Dense(10), SoftmaxCrossEntropy, Sgd]
public sealed partial class LeNet { }

public sealed partial class Page
{
    private readonly ISiloBuilder silo = null!;
    private readonly IClusterClient client = null!;
    private readonly LeNet network = new(seed: 1);
}
