using System;
using System.Collections.Generic;
using CnnGen;
using Digits;

namespace Cluster;

/// <summary>What is trained, and on what.</summary>
/// <param name="Name">What the silos call the network, and its samples.</param>
/// <param name="Create">Makes the network, given a seed.</param>
/// <param name="Training">The images that it learns from.</param>
/// <param name="Test">Those that tell how good it is; null: there are none.</param>
internal sealed record Subject(
    string Name, Func<int, ITrainableNetwork<float>> Create, Func<ISampleSource<float>> Training, Func<ISampleSource<float>>? Test)
{
    public static readonly Subject LeNet = new("lenet", seed => new LeNet(seed), () => Digits("train"), () => Digits("t10k"));

    public static readonly Subject Normed = new("normed", seed => new Normed(seed), () => Digits("train"), () => Digits("t10k"));

    public static readonly Subject Cifar = new("cifar", seed => new Cifar(seed), () => new InventedImages(), null);

    public static IReadOnlyList<Subject> All { get; } = [LeNet, Normed, Cifar];

    private static ISampleSource<float> Digits(string part) => DigitImages.Load(Silo.DataDirectory, part);
}
