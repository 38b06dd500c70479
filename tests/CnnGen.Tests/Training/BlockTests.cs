using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Tests.Behaviour;
using Xunit;

namespace CnnGen.Tests.Training;

/// <summary>A batch whose blocks are computed by several networks, as on several machines, makes the steps of one trainer.</summary>
public sealed class BlockTests
{
    private const int Count = 31;

    public static TheoryData<string> Names => SmallNetworks.NamesWithParameters;

    [Theory]
    [MemberData(nameof(Names))]
    public void BlocksAnywhere_MakeTheStepsOfOneTrainer(string name)
    {
        foreach (int pieces in new[] { 1, 2, 3, 5, 100 })
        {
            ITrainableNetwork<float> whole = SmallNetworks.Create<float>(name);
            Samples<float> samples = Samples<float>.For(whole, Count);
            using Trainer<float> alone = new(whole, 1);
            using Machines machines = new(() => SmallNetworks.Create<float>(name));
            for (int step = 0; step < 4; step++)
            {
                float loss = alone.Train(samples.Inputs, samples.Targets, 0.01f);
                Assert.Equal(loss, machines.Train(samples.Inputs, samples.Targets, [], pieces));
            }

            foreach (ITrainableNetwork<float> network in machines.Networks)
            {
                Assert.Equal(Data.Parameters(whole), Data.Parameters(network));
                Assert.Equal(Data.OptimizerState(whole), Data.OptimizerState(network));
                Assert.Equal(Data.Buffers(whole), Data.Buffers(network));
                Assert.Equal(4, network.StepCount);
            }
        }
    }

    [Fact]
    public void LabelsOfTheWholeBatch_AreWhatALossDividesBy()
    {
        WeighedSingle whole = new(1);
        float[] inputs = Data.Numbers<float>(Count * WeighedSingle.InputSize, 1);
        int[] labels = Data.Labels(Count, 3, 2);
        labels[3] = -1;
        using Trainer<float> alone = new(whole, 1);
        using Machines machines = new(() => new WeighedSingle(1));
        for (int step = 0; step < 4; step++)
        {
            Assert.Equal(alone.Train(inputs, labels, 0.1f), machines.Train(inputs, [], labels, 3));
        }

        Assert.Equal(Data.Parameters(whole), Data.Parameters(machines.Networks[1]));
        using Trainer<float> trainer = new(new WeighedSingle(1), 1);
        ArgumentException exception = Assert.Throws<ArgumentException>("block", () => trainer.ComputeBlock(
            new BatchBlock(0, 4, 8), new float[4 * WeighedSingle.InputSize], default, new int[4], new float[trainer.GradientLength]));
        Assert.Contains("WeighLabels", exception.Message, StringComparison.Ordinal);
        Assert.Null(machines.WeighLabelsOf(new TrainedSingle(), new int[3]));
    }

    // Gradients that the network has are neither used nor changed.
    [Fact]
    public void ABlock_LeavesTheNetworkAsItIs()
    {
        ITrainableNetwork<float> network = SmallNetworks.Create<float>("Normed");
        Samples<float> samples = Samples<float>.For(network, Count);
        using Trainer<float> trainer = new(network, 2, null, 2);
        trainer.AddGradients(samples.Inputs, samples.Targets);
        float[] gradients = Data.Gradients(network), parameters = Data.Parameters(network), buffers = Data.Buffers(network);
        int shards = ((Count - 1) / trainer.ShardSize) + 1;
        float[] first = Gradient(), second = Gradient();
        Assert.Equal(first, second);
        Assert.Contains(first, one => one != 0);
        Assert.Equal(gradients, Data.Gradients(network));
        Assert.Equal(parameters, Data.Parameters(network));
        Assert.Equal(buffers, Data.Buffers(network));
        Assert.False(network.Training);

        float[] Gradient()
        {
            var into = new float[trainer.GradientLength];
            Array.Fill(into, 7);
            trainer.ComputeBlock(
                new BatchBlock(0, Count, Count), samples.Inputs, samples.Targets, default, into, new float[shards * trainer.StatisticsLength]);
            return into;
        }
    }

    [Fact]
    public void AddForeign_AddsAGradientFromElsewhere()
    {
        TrainedSingle one = new(1), other = new(1);
        Samples<float> samples = Samples<float>.For(one, 9);
        using Trainer<float> trainer = new(one, 1), foreign = new(other, 1);
        var gradient = new float[trainer.GradientLength];
        trainer.ComputeBlock(new BatchBlock(0, 9, 9), samples.Inputs, samples.Targets, default, gradient);
        foreign.AddForeign(gradient, default);
        foreign.AddGradients(samples.Inputs, samples.Targets);
        Assert.Equal(Data.Gradients(other).Select(sum => sum / 2), Gradients(one));

        static float[] Gradients(TrainedSingle network)
        {
            using Trainer<float> trainer = new(network, 1);
            Samples<float> samples = Samples<float>.For(network, 9);
            trainer.AddGradients(samples.Inputs, samples.Targets);
            return Data.Gradients(network);
        }
    }

    [Fact]
    public void Blocks_AllocateNothing()
    {
        ITrainableNetwork<float> network = SmallNetworks.Create<float>("Normed");
        Samples<float> samples = Samples<float>.For(network, Count);
        using Trainer<float> trainer = new(network, 1);
        var gradient = new float[trainer.GradientLength];
        var statistics = new float[(((Count - 1) / trainer.ShardSize) + 1) * trainer.StatisticsLength];
        TrainingState<float> state = new(network);
        Step();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 20; i++) Step();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Step()
        {
            trainer.ComputeBlock(new BatchBlock(0, Count, Count), samples.Inputs, samples.Targets, default, gradient, statistics);
            trainer.Step(gradient, statistics, 0.01f);
            state.Copy();
            state.Restore();
        }
    }

    [Theory]
    [InlineData(31, 4, 1, new[] { 31 })]
    [InlineData(31, 4, 2, new[] { 16, 15 })]
    [InlineData(31, 4, 3, new[] { 8, 8, 8, 7 })]
    [InlineData(33, 4, 2, new[] { 32, 1 })]
    [InlineData(33, 4, 3, new[] { 16, 16, 1 })]
    [InlineData(5, 4, 9, new[] { 4, 1 })]
    [InlineData(4, 4, 9, new[] { 4 })]
    public void ABatch_IsCutIntoAlignedBlocks(int samples, int shard, int pieces, int[] counts)
    {
        BatchBlock[] blocks = BatchBlock.Cut(samples, shard, pieces);
        Assert.Equal(counts, blocks.Select(block => block.Count));
        int first = 0;
        foreach (BatchBlock block in blocks)
        {
            Assert.Equal(first, block.First);
            Assert.Equal(samples, block.BatchSamples);
            first += block.Count;
        }
    }

    [Fact]
    public void WhatDoesNotFit_IsRefused_AndChangesNothing()
    {
        TrainedSingle network = new(1);
        using Trainer<float> trainer = new(network, 1);
        float[] before = Data.Parameters(network), gradient = new float[trainer.GradientLength], inputs = new float[4 * 144];
        var targets = new float[4 * 10];
        Data.AssertSays(Assert.Throws<ArgumentOutOfRangeException>("first", () => new BatchBlock(30, 2, 31)), 30, 2, 31);
        Assert.Throws<ArgumentOutOfRangeException>("first", () => new BatchBlock(0, 0, 31));
        Assert.Throws<ArgumentOutOfRangeException>("pieces", () => BatchBlock.Cut(1, 1, 0));
        Data.AssertSays(Refused("block", new BatchBlock(2, 4, 8), inputs, targets, gradient), 4, 2, 5, 8);   // begins within a shard
        Data.AssertSays(Refused("block", new BatchBlock(0, 3, 8), new float[3 * 144], new float[3 * 10], gradient), 4, 0, 2, 8);   // ends within one
        Data.AssertSays(Refused("inputs", new BatchBlock(0, 8, 8), inputs, targets, gradient), 8, 4);
        Data.AssertSays(Refused("targets", new BatchBlock(0, 4, 8), inputs, new float[39], gradient), 40, 39);
        Data.AssertSays(Refused("gradient", new BatchBlock(0, 4, 8), inputs, targets, new float[TrainedSingle.ParameterCount]), trainer.GradientLength);
        Assert.Throws<ArgumentException>("statistics", () => trainer.ComputeBlock(new BatchBlock(0, 4, 8), inputs, targets, default, gradient, new float[1]));
        Data.AssertSays(Assert.Throws<ArgumentException>("gradient", () => trainer.Step(new float[3], default, 1)), trainer.GradientLength, 3);
        Assert.Throws<ArgumentException>("statistics", () => trainer.Step(gradient, new float[1], 1));
        Assert.Throws<ArgumentException>("losses", () => BatchBlock.Sum(new Memory<float>[] { gradient }, []));
        Assert.Throws<ArgumentException>(() => BatchBlock.Sum(new Memory<float>[] { gradient, new float[16] }, new double[2]));
        Assert.Equal(before, Data.Parameters(network));
        Assert.Equal(0, network.StepCount);

        ArgumentException Refused(string parameter, BatchBlock block, float[] inputs, float[] targets, float[] gradient) =>
            Assert.Throws<ArgumentException>(parameter, () => trainer.ComputeBlock(block, inputs, targets, default, gradient));
    }

    /// <summary>Three networks that know nothing of each other; each computes every third block, on one thread or two, and makes every step.</summary>
    private sealed class Machines : IDisposable
    {
        private readonly List<Trainer<float>> trainers = [];

        public Machines(Func<ITrainableNetwork<float>> create)
        {
            Networks = [create(), create(), create()];
            foreach (ITrainableNetwork<float> network in Networks)
            {
                int threads = 1 + (trainers.Count % 2);
                trainers.Add(new Trainer<float>(network, threads, null, threads));
            }
        }

        public ITrainableNetwork<float>[] Networks { get; }

        public float Train(float[] inputs, float[] targets, int[] labels, int pieces)
        {
            Trainer<float> any = trainers[0];
            BatchBlock[] blocks = BatchBlock.Cut(Count, any.ShardSize, pieces);
            Memory<float>[] gradients = [.. blocks.Select(_ => new float[any.GradientLength].AsMemory())];
            var losses = new double[blocks.Length];
            List<float> statistics = [];
            for (int i = blocks.Length - 1; i >= 0; i--)
            {
                Trainer<float> trainer = trainers[i % trainers.Count];
                BatchBlock block = new(blocks[i].First, blocks[i].Count, Count, labels.Length == 0 ? null : trainer.WeighLabels(labels));
                var seen = new float[(((block.Count - 1) / any.ShardSize) + 1) * any.StatisticsLength];
                losses[i] = trainer.ComputeBlock(
                    block, Part(inputs, block), Part(targets, block), Part(labels, block), gradients[i].Span, seen);
                statistics.InsertRange(0, seen);
            }

            double loss = BatchBlock.Sum(gradients, losses);
            foreach (Trainer<float> trainer in trainers) trainer.Step(gradients[0].Span, statistics.ToArray(), labels.Length > 0 ? 0.1f : 0.01f);
            return (float)loss;
        }

        public double[]? WeighLabelsOf(ITrainableNetwork<float> network, int[] labels)
        {
            using Trainer<float> trainer = new(network, 1);
            return trainer.WeighLabels(labels);
        }

        public void Dispose() => trainers.ForEach(trainer => trainer.Dispose());

        private static ReadOnlySpan<TItem> Part<TItem>(TItem[] all, BatchBlock block) =>
            all.AsSpan(all.Length / Count * block.First, all.Length / Count * block.Count);
    }
}

[Network(6, Batch = 4)]
[Dense(5), Tanh]
[Dense(3)]
[SoftmaxCrossEntropy(Weights = new[] { 0.5, 2, 1.25 }, IgnoreIndex = -1)]
[Sgd(Momentum = 0.9)]
internal sealed partial class WeighedSingle { }
