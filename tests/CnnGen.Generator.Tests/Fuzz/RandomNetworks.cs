using System;
using System.Collections.Generic;
using System.Linq;

namespace CnnGen.Generator.Tests.Fuzz;

/// <summary>Valid declarations: every kind of layer with every option, every loss and optimizer, every kind of network.</summary>
internal sealed class RandomNetworks(int seed)
{
    // Around the lanes of every width, and what a tile leaves over.
    private static readonly int[] Counts = [1, 2, 3, 4, 5, 6, 8, 10, 13, 16, 17, 20, 24, 31, 32, 33, 40, 65];

    private readonly Random random = new(seed);

    private int channels, height, width;
    private bool isFlat, isLine, hasName;
    private int names;
    private string states = "";   // the inputs that states come from

    /// <summary>The attributes of the next network.</summary>
    public string Next()
    {
        (isFlat, hasName) = (Chance(0.2), false);
        (channels, height, width) = isFlat
            ? (Pick(Counts) * Pick(1, 1, 3), 1, 1)
            : (Pick(Counts.Where(count => count < 20).ToArray()), Pick(1, 2, 3, 5, 6, 9, 12), Pick(1, 3, 4, 6, 9, 14, 21));
        isLine = !isFlat && Chance(0.2);
        if (isLine) height = 1;
        string shape = isFlat ? $"{channels}" : isLine ? $"{channels}, {width}" : $"{channels}, {height}, {width}", network = $"[Network({shape}{Options()})]";
        List<string> layers = [];
        (names, states) = (0, "");
        if (Chance(0.25))
        {
            network += $" [Input(\"side\", {shape})]";
            layers.Add(Pick("Add(\"side\")", "Multiply(\"side\")", "Concat(\"side\")", "Tap(\"own\"), From(\"side\"), ReLU, Add(\"own\")"));
            if (layers[0].StartsWith("Concat", StringComparison.Ordinal)) channels *= 2;
        }

        for (int left = random.Next(1, 5); left > 0; left--) layers.Add(Chance(0.25) ? Join() : Layer());
        (string last, string loss) = End();
        if (Chance(0.3))
        {
            bool hasLoss = loss.Length > 0;
            List<string> heads = [];
            foreach (string name in new[] { "one", "two_2", "three" }.Take(random.Next(1, 4)))
            {
                // The head is read on, or a tensor before it is.
                if (heads.Count > 0 && Chance(0.5)) heads.Add(Layer());
                (string before, string after) = hasLoss ? EndWithLoss() : ("", "");
                heads.Add(before.TrimStart(',', ' '));
                heads.Add($"Output(\"{name}\"{Option(0.3, "Weight", "0.5", "2", "-1")}){after}");
                if (before.Contains("Flatten", StringComparison.Ordinal)) (channels, height, width, isFlat) = (channels * height * width, 1, 1, true);
            }

            (last, loss) = (", " + string.Join(", ", heads.Where(head => head.Length > 0)), "");
        }

        string optimizer =
            Pick("", "", ", Sgd", ", Sgd(Momentum = 0.9)", ", Sgd(Momentum = 0.9, Nesterov = true, WeightDecay = 1e-4)", ", Sgd(WeightDecay = 0.01)",
            ", Adam", ", Adam(Beta1 = 0, Beta2 = 0.9, WeightDecay = 0.01)", ", AdamW", ", AdamW(WeightDecay = 0)", ", RMSProp", ", RMSProp(Momentum = 0.9, WeightDecay = 1e-4)",
            ", AdamW(DecayAll = false)", ", Sgd(Momentum = 0.9, ClipNorm = 1)", ", RMSProp(WeightDecay = 0.01, DecayAll = false, ClipNorm = 0.1)");
        return $"{network}{states} [{string.Join(", ", layers)}{last}{loss}{optimizer}]";
    }

    private (string Last, string Loss) EndWithLoss() => Pick(
        ("", ", SoftmaxCrossEntropy"), ("", ", MeanSquaredError"), ("", ", HalfSquaredError"), ("", ", Huber(0.5)"), ("", ", MeanAbsoluteError"), ("", ", BinaryCrossEntropy"), ("", $", SoftmaxCrossEntropy(LabelSmoothing = 0.1, Weights = {Numbers("0.5")})"),
        ("", ", SoftmaxCrossEntropy(IgnoreIndex = 0)"), (", Softmax", ", CrossEntropy"), (", Sigmoid", ", CrossEntropy"), (", Sigmoid, Flatten", ", CrossEntropy"));

    private (string Last, string Loss) End() => Chance(0.12) ? ("", "") : EndWithLoss();

    private string Options() => string.Concat(
        Option(0.5, "Batch", "1", "2", "3", "4", "5", "8", "9", "16"),
        Option(0.3, "Scalar", "Scalar.Double"),
        Option(0.25, "ForwardOnly", "true"),
        Option(0.2, "InputGradient", "false"),
        Option(0.25, "Reproducible", "true"),
        Option(0.2, "Winograd", "false"));

    private string Layer()
    {
        if (channels > 1 && Chance(0.1))
        {
            int start = random.Next(channels);
            channels = random.Next(1, channels - start + 1);
            return $"Slice({start}, {channels})";
        }

        if (isFlat && Chance(0.1))
        {
            channels += 3;
            return "PadChannels(1, 2)";
        }

        if (isFlat) return Chance(0.5) ? Dense() : Chance(0.1) ? $"Normalize({Numbers("0.5")}, {Numbers("1.5")})" : Activation();
        switch (random.Next(14))
        {
            case < 4 when isLine && Chance(0.4): return Recurrent();
            case < 6: return Conv();
            case 6 or 7: return $"MaxPool({Window(isPool: true)}{Option(0.3, "AllTies", "true")})";
            case 8: return $"AvgPool({Window(isPool: true)}{Option(0.4, "CountPadding", "false")})";
            case 9: return Dense();
            case 10 when Chance(0.3) && height * width <= 64:
                int factor = random.Next(2, 4);
                (height, width) = (isLine ? 1 : height * factor, width * factor);
                return $"Upsample({factor}{Option(0.5, "Mode", "UpsampleMode.Bilinear")})";
            case 10 when Chance(0.3) && height * width <= 64:
                int kernel = random.Next(1, 4), stride = random.Next(1, 4), more = random.Next(stride);
                (channels, height, width) = (Pick(Counts), isLine ? 1 : ((height - 1) * stride) + kernel + more, ((width - 1) * stride) + kernel + more);
                return $"ConvTranspose({channels}, {kernel}, Stride = {stride}, OutputPadding = {more}{Option(0.3, "UntiedBias", "true")}{Option(0.1, "Frozen", "true")})";
            case 10 when Chance(0.3) && height * width <= 64:
                string mode = Pick("Zero", "Reflect", "Replicate", "Circular");
                int most = mode == "Reflect" ? Math.Min(isLine ? 9 : height, width) - 1 : mode == "Circular" ? Math.Min(isLine ? 9 : height, width) : 3, size = random.Next(Math.Min(most, 3) + 1);
                (height, width) = (isLine ? 1 : height + (2 * size), width + (2 * size));
                return $"Pad({size}, Mode = PadMode.{mode})";
            case 10 when Chance(0.3) && width > 2:
                width -= 2;
                return "Crop(Left = 1, Right = 1)";
            case 10 when Chance(0.3):
                channels += 3;
                return "PadChannels(1, 2)";
            case 10 when Chance(0.4) && channels % 4 == 0:
                (channels, height, width) = (isLine ? channels / 2 : channels / 4, isLine ? 1 : height * 2, width * 2);
                return "PixelShuffle(2)";
            case 10 when Chance(0.4) && channels % 2 == 0: return "ChannelShuffle(2)";
            case 10 when Chance(0.3) && !isLine:
                (height, width) = (width, height);
                return $"Reshape({channels}, {height}, {width})";
            case 10 when Chance(0.3): return Pick("Scale(0.5, 1)", $"Scale({Numbers("2")}, 0.25)");
            case 10 when Chance(0.5):
                (height, width) = (1, 1);
                return Pick("GlobalAvgPool", "GlobalMaxPool");
            case 10:
                (channels, height, width, isFlat) = (channels * height * width, 1, 1, true);
                return "Flatten";
            default: return Chance(0.1) ? $"Normalize({Numbers("0.5")}, {Numbers("1.5")})" : Activation();
        }
    }

    private string Recurrent()
    {
        (channels, isFlat) = (Pick(Counts), Chance(0.3));
        if (isFlat) width = 1;
        string kind = Pick("GRU", "LSTM"), state = "";
        if (Chance(0.4))
        {
            state = $", State = \"state{++names}\"";
            states += $" [Input(\"state{names}\", {(kind == "GRU" ? channels : 2 * channels)})]";
        }

        return $"{kind}({channels}{(isFlat ? ", Last = true" : "")}{state}{Option(0.3, "Bias", "false")}{Option(0.1, "Frozen", "true")})";
    }

    /// <summary>A tensor that is named, something that is made of it, and both of them together.</summary>
    private string Join()
    {
        string name = $"t{++names}", join = Pick("Add", "Add", "Multiply", "Concat");
        int before = channels;
        if (join == "Concat") channels *= 2;
        if (isFlat) return $"Tap(\"{name}\"), {Pick("", Activation() + ", ")}Dense({before}), {Pick("", Activation() + ", ")}{join}(\"{name}\")";
        return random.Next(join == "Concat" ? 3 : 5) switch
        {
            0 => $"Tap(\"{name}\"), Conv({before}, 3, Padding = 1), {Pick("", Activation() + ", ")}{join}(\"{name}\")",
            1 => $"Tap(\"{name}\"), Conv({Pick(Counts)}, 1), Tap(\"{name}b\"), {Activation()}, Conv({before}, 1), {join}(\"{name}\")",
            2 => $"Tap(\"{name}\"), {Activation()}, {join}(\"{name}\")",
            3 => $"Tap(\"{name}\"), GlobalAvgPool, Conv({before}, 1), Sigmoid, {join}(\"{name}\")",
            _ => $"Tap(\"{name}\"), GlobalMaxPool, Tanh, Tap(\"{name}b\"), From(\"{name}\"), {join}(\"{name}b\")",
        };
    }

    private string Activation()
    {
        string kind = Pick("ReLU", "ReLU", "ReLU", "LeakyReLU", "LeakyReLU(0.2)", "LeakyReLU(-0.5)", "LeakyReLU(0)", "Sigmoid", "Tanh", "Softmax",
            "ReLU6", "Clip(-0.5, 1)", "Clip(0.25, 2)", "HardSigmoid", "HardSigmoid(Slope = 0.2, Offset = 0)", "HardSwish", "Square", "Sign", "ELU", "ELU(0.5)", "SELU", "PReLU", "PReLU(Channels = true)", "Softplus", "SiLU", "GELU", "GELU(Tanh = true)", "Mish", "BatchNorm", "BatchNorm(Affine = false)", "BatchNorm, ReLU", "BatchNorm(Epsilon = 0.001, Momentum = 0.01)", "LayerNorm", "LayerNorm(Affine = false)", "GroupNorm(1)", $"GroupNorm({channels})", "Dropout(0.25)", "Dropout(0.5)", "Normalize(0.5, 0.25)");
        if (hasName || kind.Contains('(', StringComparison.Ordinal) || kind.Contains(',', StringComparison.Ordinal) || Chance(0.9)) return kind;
        hasName = true;
        return $"{kind}(Name = \"bend\")";
    }

    private string Numbers(string number) => $"new double[] {{ {string.Join(", ", Enumerable.Range(0, channels).Select(i => i == 0 ? number : "1"))} }}";

    private string Dense()
    {
        (channels, height, width, isFlat) = (Pick(Counts), 1, 1, true);
        return $"Dense({channels}{Trained(Pick("", "", "", "", ", Bias = false"))})";
    }

    /// <summary>What a layer with parameters may say of them, with what it says of a bias.</summary>
    private string Trained(string bias)
    {
        string trained = !Chance(0.2) ? "" : bias == ", Bias = false" || Chance(0.6) ? ", Frozen = true" : ", BiasOnly = true";
        return bias + trained + Option(0.1, "Init", "Init.He", "Init.HeUniform", "Init.Xavier", "Init.XavierUniform", "Init.Zero");
    }

    private string Conv()
    {
        int groups = channels > 1 && Chance(0.4) ? Pick(Enumerable.Range(2, channels - 1).Where(divisor => channels % divisor == 0).ToArray()) : 1;
        int filters = groups == channels && Chance(0.7) ? channels : groups * Pick(Counts.Where(count => count == 1 || count * groups <= 70).ToArray());
        bool isUsual = Chance(0.4) && height > 2 && width > 2;
        string bias = Trained(Pick("", "", "", ", Bias = false", ", UntiedBias = true")), grouped = groups > 1 ? $", Groups = {groups}" : "";
        string window = isUsual ? Pick("3, Padding = 1", "3, Padding = 1", "3, Same = true", "2, 4, Same = true") : Window(isPool: false);
        channels = filters;
        return $"Conv({filters}, {window}{grouped}{bias})";
    }

    /// <summary>A kernel or a pool's window that fits, with what goes with it; the image becomes the output.</summary>
    private string Window(bool isPool)
    {
        if (isLine)
        {
            (int kernel, string positions) = Axis("", "Left", "Right", isPool, ref width);
            return $"{kernel}{positions}";
        }

        (int kernelHeight, string rows) = Axis("Height", "Top", "Bottom", isPool, ref height);
        (int kernelWidth, string columns) = Axis("Width", "Left", "Right", isPool, ref width);
        return $"{kernelHeight}, {kernelWidth}{rows}{columns}";
    }

    private (int Kernel, string Arguments) Axis(string axis, string before, string after, bool isPool, ref int size)
    {
        int room = size, first = Pick(0, 0, 0, 1, 2), second = Chance(0.7) ? first : Pick(0, 1, 2), dilation = isPool ? 1 : Pick(1, 1, 1, 2, 3);
        if (isPool) (first, second) = (Math.Min(first, room - 1), Math.Min(second, room - 1));
        int least = isPool ? Math.Max(first, second) + 1 : 1;
        int kernel = Pick(Enumerable.Range(least, 7).Where(kernel => kernel == least || (dilation * (kernel - 1)) + 1 <= room + first + second).ToArray());
        int stride = isPool ? Pick(1, 2, kernel, kernel) : Pick(1, 1, 1, 2, 3);
        size = ((room + first + second - (dilation * (kernel - 1)) - 1) / stride) + 1;
        string padding = first == second ? (first == 0 ? "" : $", Padding{axis} = {first}") : $", Padding{before} = {first}, Padding{after} = {second}";
        return (
            kernel,
            $"{padding}{(stride == (isPool ? kernel : 1) ? "" : $", Stride{axis} = {stride}")}{(dilation == 1 ? "" : $", Dilation{axis} = {dilation}")}");
    }

    private string Option(double probability, string name, params string[] values) => Chance(probability) ? $", {name} = {Pick(values)}" : "";

    private bool Chance(double probability) => random.NextDouble() < probability;

    private TItem Pick<TItem>(params TItem[] choices) => choices[random.Next(choices.Length)];
}
