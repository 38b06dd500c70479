using CnnGen;
using CnnGen.Onnx;

namespace Document;

public sealed partial class Page
{
    private readonly Mnist8 network = new(seed: 1);
}
