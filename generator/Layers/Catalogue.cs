using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Layers.Activations;
using CnnGen.Generator.Layers.Conv;
using CnnGen.Generator.Layers.Conv.Transposed;
using CnnGen.Generator.Layers.Dense;
using CnnGen.Generator.Layers.Joins;
using CnnGen.Generator.Layers.Losses;
using CnnGen.Generator.Layers.Noise;
using CnnGen.Generator.Layers.Norms;
using CnnGen.Generator.Layers.Optimizers;
using CnnGen.Generator.Layers.Pool;
using CnnGen.Generator.Layers.Rearranging;
using CnnGen.Generator.Layers.Recurrent;
using CnnGen.Generator.Layers.Resampling;

namespace CnnGen.Generator.Layers;

/// <summary>Every kind there is, by its attribute's name. Nothing else knows kinds by name.</summary>
internal static class Catalogue
{
    public const string Network = "Network", Input = "Input";

    public static IReadOnlyDictionary<string, LayerKind> Layers { get; } = new LayerKind[]
    {
        new ConvKind(),
        new ConvTransposeKind(),
        new MaxPoolKind(),
        new AvgPoolKind(),
        new GlobalAvgPoolKind(),
        new GlobalMaxPoolKind(),
        new UpsampleKind(),
        new PadKind(),
        new CropKind(),
        new PadChannelsKind(),
        new PixelShuffleKind(),
        new ChannelShuffleKind(),
        new ReshapeKind(),
        new TapKind(),
        new OutputKind(),
        new FromKind(),
        new AddKind(),
        new MultiplyKind(),
        new ConcatKind(),
        new SliceKind(),
        new FlattenKind(),
        new DenseKind(),
        new GRUKind(),
        new LSTMKind(),
        new BatchNormKind(),
        new LayerNormKind(),
        new GroupNormKind(),
        new NormalizeKind(),
        new ScaleKind(),
        new DropoutKind(),
        new ReLUKind(),
        new LeakyReLUKind(),
        new PReLUKind(),
        new ReLU6Kind(),
        new ClipKind(),
        new HardSigmoidKind(),
        new HardSwishKind(),
        new SquareKind(),
        new SignKind(),
        new ELUKind(),
        new SELUKind(),
        new SoftplusKind(),
        new SiLUKind(),
        new GELUKind(),
        new MishKind(),
        new SigmoidKind(),
        new TanhKind(),
        new SoftmaxKind(),
    }.ToDictionary(kind => kind.Name);

    public static IReadOnlyDictionary<string, LossKind> Losses { get; } = new LossKind[]
    {
        new SoftmaxCrossEntropyKind(),
        new CrossEntropyKind(),
        new MeanSquaredErrorKind(),
        new HalfSquaredErrorKind(),
        new MeanAbsoluteErrorKind(),
        new HuberKind(),
        new BinaryCrossEntropyKind(),
    }.ToDictionary(kind => kind.Name);

    public static IReadOnlyDictionary<string, OptimizerKind> Optimizers { get; } = new OptimizerKind[]
    {
        new SgdKind(),
        new AdamKind(),
        new AdamWKind(),
        new RMSPropKind(),
    }.ToDictionary(kind => kind.Name);

    /// <summary>The kinds that read a tensor by its name, as a sentence lists them: joins, then what goes on from it.</summary>
    public static string Readers { get; } = string.Join(
        ", ", Layers.Values.Where(kind => kind.TapUse == TapUse.Joins).Select(kind => kind.Name)) + " or " +
        Layers.Values.Single(kind => kind.TapUse == TapUse.TakesUp).Name;

    /// <summary>The attributes that mean nothing on a class without Network.</summary>
    public static IEnumerable<string> Dependents => Layers.Keys.Concat(Losses.Keys).Concat(Optimizers.Keys).Append(Input);

    public static bool Knows(string name) =>
        name is Network or Input || Layers.ContainsKey(name) || Losses.ContainsKey(name) || Optimizers.ContainsKey(name);
}
