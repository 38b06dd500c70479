using System;
using System.IO;
using System.IO.Compression;
using CnnGen;

namespace Document;

// Images of 2×2 train soon.
[Network(1, 2, 2, Batch = 32), Dense(2), SoftmaxCrossEntropy, Sgd]
public sealed partial class LeNet { }

public sealed partial class Page
{
    private readonly LeNet network = new(seed: 1);
    private readonly MemorySamples<float> test = new(new float[] { 1, 0, 0, 1, 0, 1, 1, 0 }, new[] { 0, 1 });

    public Page()
    {
        const int Count = 60_000;
        byte[] images = new byte[Count * 4], labels = new byte[Count];
        new Random(1).NextBytes(images);
        for (int i = 0; i < Count; i++) labels[i] = (byte)(images[4 * i] / 128);
        Write("train-images-idx3-ubyte.gz", [0, 0, 8, 3, 0, 0, Count >> 8, Count & 255, 0, 0, 0, 2, 0, 0, 0, 2, .. images]);
        Write("train-labels-idx1-ubyte.gz", [0, 0, 8, 1, 0, 0, Count >> 8, Count & 255, .. labels]);
        File.WriteAllText("iris.csv", "sepal,petal,species\n5.1,1.4,setosa\n6.3,4.7,versicolor\n");
        File.WriteAllText("more.csv", "sepal,petal,species\n6.1,4.1,versicolor\n");
    }

    private static void Write(string path, byte[] bytes)
    {
        using GZipStream file = new(File.Create(path), CompressionLevel.Fastest);
        file.Write(bytes);
    }
}
