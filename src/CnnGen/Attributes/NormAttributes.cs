namespace CnnGen;

/// <summary>
/// Normalises each channel (of a list of features each feature) to mean 0 and variance 1, then multiplies by a weight and adds a bias.
/// PyTorch's <c>BatchNorm1d</c> and <c>BatchNorm2d</c>.
/// </summary>
/// <remarks>
/// In training (<see cref="ITrainableNetwork{T}.Training"/>) mean and variance are those of the call, over its samples and their positions,
/// and running averages of them are kept in the network's buffers: (1 − momentum) × average + momentum × value, of the unbiased variance.
/// Otherwise the running averages take their place. A Forward in training throws an <see cref="System.ArgumentException"/> where a channel
/// has a single value: a list of features of one sample. S. Ioffe and C. Szegedy, Batch normalization, 2015.
/// </remarks>
public sealed class BatchNormAttribute : TrainedLayerAttribute
{
    /// <summary>What is added to a variance before its square root is taken: a finite number above 0.</summary>
    public double Epsilon { get; set; } = 1e-5;

    /// <summary>The share of the newest call in the running averages: 0 to 1.</summary>
    public double Momentum { get; set; } = 0.1;

    /// <summary>False: neither weight nor bias.</summary>
    public bool Affine { get; set; } = true;
}

/// <summary>
/// Normalises each sample to mean 0 and variance 1 over all its elements, then multiplies each element by a weight of its own and adds a bias:
/// weight and bias have the sample's shape. PyTorch's <c>LayerNorm</c> with <c>normalized_shape</c> the shape of a sample.
/// </summary>
/// <remarks>
/// (x − mean) / √(variance + epsilon), where the variance is the mean of the squared distances; in training and out of it alike. J. L. Ba,
/// J. R. Kiros and G. E. Hinton, Layer normalization, 2016.
/// </remarks>
public sealed class LayerNormAttribute : TrainedLayerAttribute
{
    /// <summary>What is added to a variance before its square root is taken: a finite number above 0.</summary>
    public double Epsilon { get; set; } = 1e-5;

    /// <summary>False: neither weight nor bias.</summary>
    public bool Affine { get; set; } = true;
}

/// <summary>
/// Normalises each group of a sample's channels (features) to mean 0 and variance 1, then multiplies each channel by a weight and adds a bias.
/// PyTorch's <c>GroupNorm</c>.
/// </summary>
/// <remarks>
/// (x − mean) / √(variance + epsilon), over the positions of all channels of a group, which stand one behind the other; the variance is the mean
/// of the squared distances; in training and out of it alike. One group is the whole sample; as many groups as channels make an instance norm.
/// Y. Wu and K. He, Group normalization, 2018.
/// </remarks>
public sealed class GroupNormAttribute : TrainedLayerAttribute
{
    /// <summary>Equal parts of the channels.</summary>
    /// <param name="groups">How many: at least 1, and a divisor of the channels.</param>
    public GroupNormAttribute(int groups) => Groups = groups;

    /// <summary>Groups of channels.</summary>
    public int Groups { get; }

    /// <summary>What is added to a variance before its square root is taken: a finite number above 0.</summary>
    public double Epsilon { get; set; } = 1e-5;

    /// <summary>False: neither weight nor bias.</summary>
    public bool Affine { get; set; } = true;
}

/// <summary>(x − mean) / deviation: what a picture's or a sensor's numbers become before the first layer. It has no parameters.</summary>
/// <remarks>The quotient is a product with 1 / deviation, which is rounded once.</remarks>
public sealed class NormalizeAttribute : LayerAttribute
{
    /// <summary>The same for all elements.</summary>
    /// <param name="mean">What is subtracted: a finite number.</param>
    /// <param name="deviation">What the rest is divided by: a finite number above 0.</param>
    public NormalizeAttribute(double mean, double deviation) : this(new[] { mean }, new[] { deviation }) { }

    /// <summary>For each channel a mean of its own.</summary>
    /// <param name="mean">What is subtracted: finite numbers, one for each channel.</param>
    /// <param name="deviation">What the rest is divided by: a finite number above 0.</param>
    public NormalizeAttribute(double[] mean, double deviation) : this(mean, new[] { deviation }) { }

    /// <summary>For each channel a deviation of its own.</summary>
    /// <param name="mean">What is subtracted: a finite number.</param>
    /// <param name="deviation">What the rest is divided by: finite numbers above 0, one for each channel.</param>
    public NormalizeAttribute(double mean, double[] deviation) : this(new[] { mean }, deviation) { }

    /// <summary>For each channel, of a list of features for each feature, numbers of its own.</summary>
    /// <param name="mean">What is subtracted: finite numbers, one for each channel.</param>
    /// <param name="deviation">What the rest is divided by: finite numbers above 0, one for each channel.</param>
    public NormalizeAttribute(double[] mean, double[] deviation)
    {
        Mean = mean;
        Deviation = deviation;
    }

    /// <summary>What is subtracted: one number, or one for each channel.</summary>
    public double[] Mean { get; }

    /// <summary>What the rest is divided by.</summary>
    public double[] Deviation { get; }
}

/// <summary>x × factor + offset, with numbers that are known when the network is compiled. It has no parameters.</summary>
public sealed class ScaleAttribute : LayerAttribute
{
    /// <summary>The same for all elements.</summary>
    /// <param name="factor">What x is multiplied by: a finite number.</param>
    /// <param name="offset">What is added: a finite number.</param>
    public ScaleAttribute(double factor, double offset) : this(new[] { factor }, new[] { offset }) { }

    /// <summary>For each channel a factor of its own.</summary>
    /// <param name="factor">What x is multiplied by: finite numbers, one for each channel.</param>
    /// <param name="offset">What is added: a finite number.</param>
    public ScaleAttribute(double[] factor, double offset) : this(factor, new[] { offset }) { }

    /// <summary>For each channel an offset of its own.</summary>
    /// <param name="factor">What x is multiplied by: a finite number.</param>
    /// <param name="offset">What is added: finite numbers, one for each channel.</param>
    public ScaleAttribute(double factor, double[] offset) : this(new[] { factor }, offset) { }

    /// <summary>For each channel, of a list of features for each feature, numbers of its own.</summary>
    /// <param name="factor">What x is multiplied by: finite numbers, one for each channel.</param>
    /// <param name="offset">What is added: finite numbers, one for each channel.</param>
    public ScaleAttribute(double[] factor, double[] offset)
    {
        Factor = factor;
        Offset = offset;
    }

    /// <summary>What x is multiplied by: one number, or one for each channel.</summary>
    public double[] Factor { get; }

    /// <summary>What is added.</summary>
    public double[] Offset { get; }
}

/// <summary>
/// In training (<see cref="ITrainableNetwork{T}.Training"/>), sets each element to zero with a probability, and multiplies the others by
/// 1 / (1 − rate); otherwise it changes nothing. PyTorch's <c>Dropout</c>.
/// </summary>
/// <remarks>
/// Which elements those are follows from the constructor's seed, the step count, the layer's name, the sample's number in its batch and the
/// element alone, so that it is the same on every machine and on any number of threads; two calls without a Step between draw the same.
/// N. Srivastava et al., Dropout: a simple way to prevent neural networks from overfitting, 2014.
/// </remarks>
public sealed class DropoutAttribute : LayerAttribute
{
    /// <summary>Zeros at random.</summary>
    /// <param name="rate">How many: 0 to 1.</param>
    public DropoutAttribute(double rate) => Rate = rate;

    /// <summary>The probability of a zero.</summary>
    public double Rate { get; }
}
