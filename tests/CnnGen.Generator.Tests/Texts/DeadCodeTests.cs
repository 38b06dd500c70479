using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using CnnGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Xunit;

namespace CnnGen.Generator.Tests.Texts;

/// <summary>What a reviewer would strike out, found by pattern in what is emitted for the reference networks.</summary>
public class DeadCodeTests
{
    private const string LeNet =
        "[Network(1, 28, 28, Batch = 16), Conv(6, 5, Padding = 2), ReLU, MaxPool(2), Conv(16, 5), ReLU, MaxPool(2), Dense(120), ReLU, Dense(84), ReLU, Dense(10), SoftmaxCrossEntropy, Sgd(Momentum = 0.9)]";

    private static readonly string[] Networks =
    [
        LeNet,
        LeNet.Replace(", Batch = 16", "", StringComparison.Ordinal),
        LeNet.Replace("Batch = 16", "ForwardOnly = true", StringComparison.Ordinal),
        "[Network(1, 3, 1), Conv(3, 2, 1, Bias = false), MaxPool(2, 1, Stride = 1), Dense(1, Bias = false), Sigmoid]",
        "[Network(3, 32, 32, Batch = 4), Conv(32, 3, Padding = 1), ReLU, Conv(32, 3, Padding = 1), ReLU, MaxPool(2), Dense(256), ReLU, Dense(10), SoftmaxCrossEntropy]",
        "[Network(16, 9, 9, Batch = 2), Conv(16, 3, Padding = 1, Groups = 16), Tanh, GlobalAvgPool, Dense(12), Softmax, CrossEntropy, Sgd(Momentum = 0.9, Nesterov = true)]",
        "[Network(3, 9, Batch = 2, Scalar = Scalar.Double), LSTM(17), GRU(5, Last = true), Dense(2), MeanSquaredError]",
        "[Network(1, 64, ForwardOnly = true), LSTM(24)]",
        "[Network(2, 5, Batch = 2), Input(\"m\", 3), Input(\"n\", 8), GRU(3, State = \"m\"), LSTM(4, State = \"n\", Last = true), MeanSquaredError]",
    ];

    // What must not stand in which files: what adds or multiplies nothing, chooses between equals, opens a scope for nothing, has one turn.
    private static readonly string[] Everywhere =
    [
        @"\{ \}", @"[^0-9.\w]0 \* ", @" \+ 0\b(?!\.)", @"\* 1\b(?![0-9.])", @"\bif \(true\)", @"\bwhile \(false\)", @";;", @"[ \t]+$", @"(?<!this\(0\)\s*)\{\s*\}",
        @"ConditionalSelect\((?<mask>[\w.]+), (?<arm>.+), \k<arm>\)", @"Create\(0(, 0)*\)\.As", @"Create\(-1(, -1)*\)\.As", @"< (\d+) - \d+;", @"for \(\w+ \w+ = 0; \w+ < 1;", @"; i < 0;",
    ];

    private static readonly string[] InTheShell = [
        @"\busing (?!CnnGenKernels = )", @"(?<!global::)\bSystem\.", @"AsSpan\(", @"\bnew Span<", @"// of \d+$", @"step \d", @"steps \d"];

    [Fact]
    public void Texts_HaveNothingDead()
    {
        foreach (string network in Networks)
        {
            foreach (GeneratedSourceResult source in GeneratorRun.Of(Source.Network(network)).Sources)
            {
                bool isShell = source.HintName is "Tests.Networks.Net.g.cs" or "Tests.Networks.Net-Steps.g.cs";
                foreach (string pattern in isShell ? Everywhere.Concat(InTheShell) : Everywhere)
                {
                    Match match = Regex.Match(source.SourceText.ToString(), pattern, RegexOptions.Multiline);
                    Assert.False(match.Success, $"{source.HintName} of {network} has {pattern}: …{Around(source.SourceText.ToString(), match.Index)}…");
                }
            }
        }
    }

    [Fact]
    public void Lines_EndAtColumn160()
    {
        foreach (string network in Networks)
        {
            foreach (GeneratedSourceResult source in GeneratorRun.Of(Source.Network(network)).Sources)
            {
                IEnumerable<string> lines = source.SourceText.ToString().Split('\n').Where(line => line.Length > 160);
                Assert.True(!lines.Any(), $"{source.HintName} of {network}:\n{string.Join("\n", lines)}");
            }
        }
    }

    // A constant, local or private member that nobody reads is a diagnostic of the compiler, or of this count.
    [Fact]
    public void Shell_DeclaresNothingUnread()
    {
        foreach (string network in Networks)
        {
            GeneratorRun run = GeneratorRun.Of(Source.Network(network));
            string shell = string.Concat(
                run.Sources
                    .Where(source => source.HintName is "Tests.Networks.Net.g.cs" or "Tests.Networks.Net-Steps.g.cs")
                    .Select(source => source.SourceText.ToString()));
            IEnumerable<string> declared = Regex.Matches(
                shell, @"(?:(?<offset>public const int) (?<name>\w+) = \d+; +//|private (?:readonly )?[\w:.<>]+ (?<name>\w+)[ (;])")
                .Select(match => match.Groups["name"].Value);
            Assert.All(declared.Distinct(), name => Assert.True(Regex.Matches(Code(shell), $@"\b{name}\b").Count > 1, $"{network}: {name} is read nowhere"));
        }
    }

    private static string Code(string text) => Regex.Replace(text, "//.*$", "", RegexOptions.Multiline);

    private static string Around(string text, int at) => text.Substring(Math.Max(0, at - 60), Math.Min(120, text.Length - Math.Max(0, at - 60)));
}
