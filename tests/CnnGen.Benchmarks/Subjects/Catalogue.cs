using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Benchmarks.Networks;
using CnnGen.Benchmarks.Training;

namespace CnnGen.Benchmarks.Subjects;

/// <summary>The networks by name.</summary>
internal static class Catalogue
{
    /// <summary>Networks as they are used, from a few multiply-adds to many.</summary>
    public static IReadOnlyList<Subject> Reference { get; } =
    [
        Subject.Of(seed => new ByHand(seed)),
        Subject.Of(seed => new Tiny(seed)),
        Subject.Of(seed => new LeNetHead(seed)),
        Subject.Of(seed => new LeNet(seed)),
        Subject.Of(seed => new MnistCnn(seed)),
        Subject.Of(seed => new Cifar(seed)),
        Subject.Of(seed => new Dscnn(seed)),
        Subject.Of(seed => new ResNet8(seed)),
    ];

    /// <summary>Stacks of convolutions from 10⁴ to 10⁹ multiply-adds, and MobileNet.</summary>
    public static IReadOnlyList<Subject> Family { get; } =
    [
        Subject.Of(seed => new Stack12K(seed)),
        Subject.Of(seed => new Stack41K(seed)),
        Subject.Of(seed => new Stack92K(seed)),
        Subject.Of(seed => new Stack307K(seed)),
        Subject.Of(seed => new Stack852K(seed)),
        Subject.Of(seed => new Stack2900K(seed)),
        Subject.Of(seed => new Stack10M(seed)),
        Subject.Of(seed => new Stack29M(seed)),
        Subject.Of(seed => new Stack96M(seed)),
        Subject.Of(seed => new Stack116M(seed)),
        Subject.Of(seed => new Stack308M(seed)),
        Subject.Of(seed => new Stack925M(seed)),
        Subject.Of(seed => new MobileNet(seed)),
    ];

    /// <summary>Four of the reference networks with their backward passes, each for one sample a step, a few and many.</summary>
    public static IReadOnlyList<TrainingSubject> Training { get; } =
    [
        new("lenet", seed => new LeNetTraining1(seed)),
        new("lenet", seed => new LeNetTraining8(seed)),
        new("lenet", seed => new LeNetTraining(seed)),
        new("lenet", seed => new LeNetTraining64(seed)),
        new("mnistcnn", seed => new MnistCnnTraining1(seed)),
        new("mnistcnn", seed => new MnistCnnTraining8(seed)),
        new("mnistcnn", seed => new MnistCnnTraining(seed)),
        new("mnistcnn", seed => new MnistCnnTraining64(seed)),
        new("cifar", seed => new CifarTraining1(seed)),
        new("cifar", seed => new CifarTraining8(seed)),
        new("cifar", seed => new CifarTraining(seed)),
        new("cifar", seed => new CifarTraining64(seed)),
        new("resnet8", seed => new ResNet8Training1(seed)),
        new("resnet8", seed => new ResNet8Training8(seed)),
        new("resnet8", seed => new ResNet8Training(seed)),
        new("resnet8", seed => new ResNet8Training64(seed)),
    ];

    /// <summary>Those whose names are given, or all when none is.</summary>
    public static IReadOnlyList<T> Choose<T>(IReadOnlyList<T> all, Func<T, string> nameOf, IReadOnlyCollection<string> names)
    {
        foreach (string name in names)
        {
            if (!all.Any(one => nameOf(one) == name))
            {
                throw new FailureException($"there is no network '{name}' here; there are {string.Join(", ", all.Select(nameOf).Distinct())}");
            }
        }

        return names.Count == 0 ? all : all.Where(one => names.Contains(nameOf(one))).ToList();
    }
}
