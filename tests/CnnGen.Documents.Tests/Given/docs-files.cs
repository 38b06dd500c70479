using System;
using System.IO;
using System.Text;
using System.Text.RegularExpressions;
using CnnGen;

namespace Document;

[Network(1, 28, 28, Batch = 32)]
[Conv(6, 5, Padding = 2), ReLU, MaxPool(2), Conv(16, 5), ReLU, MaxPool(2), Dense(120), ReLU, Dense(84), ReLU, Dense(10), SoftmaxCrossEntropy, Sgd]
public sealed partial class LeNet { }

public sealed partial class Page
{
    private const string path = "training.checkpoint";
    private const int epochs = 2;
    private readonly LeNet network = new(seed: 1);
    private readonly Trainer<float> trainer;
    private readonly float[] images = new float[32 * LeNet.InputSize];
    private readonly int[] labels = new int[32];
    private float loss;

    public Page()
    {
        trainer = new Trainer<float>(network);
        network.Save("model.safetensors");

        // As another program would have called its tensors.
        byte[] file = File.ReadAllBytes("model.safetensors");
        int length = (int)BitConverter.ToInt64(file);
        string header = Regex.Replace(Encoding.UTF8.GetString(file, 8, length), "\"(\\w+\\.(weight|bias))\"", "\"backbone.$1\"");
        header = Regex.Replace(header, "\"__metadata__\":{[^}]*},?", "");
        File.WriteAllBytes("model.safetensors", [.. BitConverter.GetBytes((long)header.Length), .. Encoding.UTF8.GetBytes(header), .. file[(8 + length)..]]);
    }
}
