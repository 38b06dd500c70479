using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace CnnGen.Generator.Layers;

/// <summary>Reads the arguments of one attribute and reports what is wrong with them.</summary>
internal class AnnotationReader
{
    private readonly Annotation annotation;
    private readonly int index;
    private readonly ICollection<Problem> problems;
    private readonly HashSet<string> reported = new();

    /// <param name="annotation">The attribute.</param>
    /// <param name="index">Its number in the declaration.</param>
    /// <param name="problems">Where problems go.</param>
    /// <param name="scalar">The network's number type, as far as it is known.</param>
    /// <param name="subject">What messages call the attribute; its kind, unless given.</param>
    /// <param name="incoming">The shape that comes in, where it is one of a layer or a loss, as far as it is known.</param>
    public AnnotationReader(
        Annotation annotation, int index, ICollection<Problem> problems, Scalar scalar = Scalar.Double, string? subject = null, Shape? incoming = null)
    {
        Scalar = scalar;
        Subject = subject ?? annotation.Kind;
        Incoming = incoming;
        this.annotation = annotation;
        this.index = index;
        this.problems = problems;
    }

    /// <summary>The network's number type, as far as it is known.</summary>
    public Scalar Scalar { get; }

    /// <summary>Whether this reader has reported nothing so far.</summary>
    public bool IsSound { get; private set; } = true;

    /// <summary>What messages call the attribute.</summary>
    public string Subject { get; }

    /// <summary>The shape that comes in, for remedies to respect; null where it is not known, or the attribute is neither a layer nor a loss.</summary>
    public Shape? Incoming { get; }

    /// <summary>Whether the argument is written.</summary>
    public bool Has(string argument) => Find(argument) != null;

    /// <summary>Whether the values of these arguments are known: what compares them has to ask.</summary>
    public bool Knows(params string[] arguments) => arguments.All(argument => Find(argument) is not { IsKnown: false });

    /// <summary>The arguments that give a shape, those that are written.</summary>
    public string[] Sizes => new[] { "features", "channels", "length", "height", "width" }.Where(Has).ToArray();

    public int Int(string argument, int otherwise = 0) => Find(argument)?.Value is int value ? value : otherwise;

    public long Long(string argument, long otherwise = 0) => Find(argument)?.Value is long value ? value : otherwise;

    public bool Bool(string argument, bool otherwise = false) => Find(argument)?.Value is bool value ? value : otherwise;

    /// <summary>The numbers of an argument that is one, or an array of them; none where it is not known.</summary>
    public IReadOnlyList<double> Numbers(string argument) => Find(argument)?.Value switch
    {
        double number => new[] { number },
        EquatableArray<double> numbers => numbers,
        _ => Array.Empty<double>(),
    };

    /// <summary>Whether an argument is an array, or was to be one.</summary>
    public bool IsArray(string argument) => Find(argument) is { IsKnown: true, Value: not double };

    public string? String(string argument) => Find(argument)?.Value as string;

    public double Double(string argument, double otherwise = 0) => Find(argument)?.Value is double value ? value : otherwise;

    /// <summary>The first of these arguments that is written: the most specific comes first. The last where none is.</summary>
    public string First(params string[] arguments) => arguments.FirstOrDefault(Has) ?? arguments[arguments.Length - 1];

    /// <summary>An integer that must be at least so much, where it is written and known.</summary>
    public int AtLeast(int minimum, string argument, int otherwise = 0)
    {
        int value = Int(argument, otherwise);
        if (value < minimum && Find(argument) is { IsKnown: true })
        {
            // What has a default may as well be the least; of anything else only its author knows how many are meant.
            Remedy? least = char.IsUpper(argument[0]) ? new Remedy($"Write {argument} = {Text.Number(minimum)}", Set(argument, Text.Number(minimum))) : null;
            Report(Rules.TooSmall, argument, least, argument, Subject, Text.Number(minimum), Text.Number(value));
        }

        return value;
    }

    /// <summary>A value of an enumeration, which the generator's own is a copy of.</summary>
    public void OneOf<T>(string argument) where T : struct, Enum
    {
        int value = Int(argument);
        string[] names = Enum.GetNames(typeof(T));
        if (value >= 0 && value < names.Length) return;
        string all = string.Join(", ", names.Take(names.Length - 1)) + " or " + names[names.Length - 1];
        Report(Rules.UnknownValue, argument, argument, Subject, $"{typeof(T).Name}.{all}", Text.Number(value));
    }

    /// <summary>A number for an argument that is read several times, reported once.</summary>
    public int AtLeastOnce(int minimum, string argument, int otherwise = 0) =>
        reported.Contains(argument) ? Int(argument, otherwise) : AtLeast(minimum, argument, otherwise);

    /// <summary>A fraction that must be a finite number, at least 0 unless it may be negative.</summary>
    public double Fraction(string argument, double otherwise = 0, bool mayBeNegative = false)
    {
        double value = Double(argument, otherwise);
        double rounded = Scalar == Scalar.Single ? (float)value : value;
        if (double.IsNaN(value) || double.IsInfinity(rounded) || (!mayBeNegative && value < 0))
        {
            string expected = mayBeNegative ? "a finite number" : "a finite number of at least 0";
            if (double.IsInfinity(rounded) && !double.IsInfinity(value)) expected += " that single precision holds";
            ReportRange(argument, expected, value);
        }

        return value;
    }

    /// <summary>The share that an average keeps: at least 0 and below 1, also once it is rounded to the network's numbers.</summary>
    public double Share(string argument, double otherwise)
    {
        double value = Double(argument, otherwise), rounded = Scalar == Scalar.Single ? (float)value : value;
        if (!(value >= 0 && rounded < 1))
        {
            ReportRange(argument, "a number of at least 0 and below 1" + (value < 1 && rounded == 1 ? " in single precision" : ""), value);
        }

        return value;
    }

    /// <summary>A part of a whole: 0 to 1.</summary>
    public double Part(string argument, double otherwise)
    {
        double value = Double(argument, otherwise);
        if (!(value >= 0 && value <= 1)) ReportRange(argument, "a number of at least 0 and at most 1", value);
        return value;
    }

    /// <summary>Finite numbers, each of them; for divisors also above 0 and with an inverse that is finite.</summary>
    public void EachFinite(string argument, bool isDivisor = false)
    {
        foreach (double value in Numbers(argument))
        {
            double rounded = Round(value), inverse = isDivisor ? Round(1 / value) : 0;
            bool isSound = !double.IsNaN(rounded) && !double.IsInfinity(rounded) && (!isDivisor || (rounded > 0 && !double.IsInfinity(inverse)));
            if (isSound) continue;
            bool isPrecision = Scalar == Scalar.Single && !double.IsNaN(value) && !double.IsInfinity(value) && (!isDivisor || value > 0);
            ReportRange(
                argument,
                (isDivisor ? "a finite number above 0" : "a finite number")
                    + (isPrecision ? $" that single precision holds{(isDivisor ? ", and its inverse too" : "")}" : ""),
                value);
            return;
        }
    }

    /// <summary>A finite number above 0, also once it is rounded to the network's numbers.</summary>
    public double Positive(string argument, double otherwise)
    {
        double value = Double(argument, otherwise), rounded = Scalar == Scalar.Single ? (float)value : value;
        if (rounded > 0 && !double.IsInfinity(rounded)) return value;
        ReportRange(argument, "a finite number above 0" + (value > 0 && !double.IsInfinity(value) ? " that single precision holds" : ""), value);
        return value;
    }

    /// <summary>Reports a problem under an argument, or under the whole attribute.</summary>
    public void Report(DiagnosticDescriptor rule, string? argument, params string[] words) => Report(rule, argument, Array.Empty<Remedy>(), words);

    /// <summary>Reports a problem and what mends it, if something is known to.</summary>
    public void Report(DiagnosticDescriptor rule, string? argument, Remedy? remedy, params string[] words) =>
        Report(rule, argument, remedy == null ? Array.Empty<Remedy>() : new[] { remedy }, words);

    /// <summary>Reports a problem and all that mends it, the likeliest first.</summary>
    public void Report(DiagnosticDescriptor rule, string? argument, IEnumerable<Remedy> remedies, params string[] words)
    {
        IsSound = false;
        if (argument != null) reported.Add(argument);
        problems.Add(new Problem(rule.Id, argument == null ? Here : At(argument), words) { Remedies = remedies.ToEquatableArray() });
    }

    /// <summary>Reports a problem and what mends it, unless there already is one under that argument.</summary>
    public void ReportOnce(DiagnosticDescriptor rule, string argument, Remedy remedy, params string[] words)
    {
        if (!reported.Contains(argument)) Report(rule, argument, remedy, words);
    }

    /// <summary>The attribute, for edits.</summary>
    public Place Here => Place.At(index);

    /// <summary>An argument that is written, for edits.</summary>
    public Place At(string argument) => Place.At(index, argument);

    /// <summary>The edit that gives an argument a value, whether it is written so far or not.</summary>
    public Edit Set(string argument, string value) =>
        Has(argument) ? new Edit(EditKind.Value, At(argument), value) : new Edit(EditKind.Append, Here, $"{argument} = {value}");

    /// <summary>The remedy of leaving arguments out.</summary>
    public Remedy Without(params string[] arguments) => new(
        $"Remove {string.Join(" and ", arguments)}", arguments.Select(argument => new Edit(EditKind.Remove, At(argument))).ToEquatableArray());

    /// <summary>The remedy of leaving the attribute out.</summary>
    public Remedy WithoutAttribute => new($"Remove {annotation.Kind}", new Edit(EditKind.Remove, Here));

    /// <summary>Where the layers stand, by their names; null where that is not known.</summary>
    public IReadOnlyDictionary<string, int>? LayerPlaces { get; init; }

    /// <summary>The remedy of leaving a layer out, where it stands is known.</summary>
    public IEnumerable<Remedy> WithoutLayer(Layer layer) => LayerPlaces != null && LayerPlaces.TryGetValue(layer.Name, out int place)
        ? new[] { new Remedy($"Remove {layer.Kind}", new Edit(EditKind.Remove, Place.At(place))) }
        : Enumerable.Empty<Remedy>();

    /// <summary>Whether it is written without arguments.</summary>
    public bool IsPlain => annotation.Arguments.Count == 0;

    /// <summary>A number as the network has it.</summary>
    public double Round(double value) => Scalar == Scalar.Single ? (float)value : value;

    /// <summary>Reports a number that is out of its range.</summary>
    public void ReportRange(string argument, string expected, double value)
    {
        string came = double.IsInfinity(value) ? (value < 0 ? "-infinity" : "infinity") : Text.Number(value);
        Report(Rules.NotAFraction, argument, argument, Subject, expected, came);
    }

    private Argument? Find(string argument) => annotation.Arguments.FirstOrDefault(candidate => candidate.Name == argument);
}
