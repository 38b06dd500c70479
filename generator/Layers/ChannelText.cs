using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Layers.Activations;
using CnnGen.Generator.Layers.Dense;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers;

/// <summary>
/// The text of a kernel that has numbers for each channel and does the same with all elements of one: with channels in lanes where they
/// lie together, with the positions of a row in lanes where those do.
/// </summary>
internal sealed class ChannelText
{
    private readonly KernelWriter writer;
    private readonly Dialect dialect;
    private readonly Layout[] layouts;
    private readonly string[] ports;
    private readonly int tileVectors;
    private Index channel;
    private int channels;
    private string suffix = "";

    /// <summary>The text of a kernel.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="vectors">Vectors of channels that stay in registers, where channels are in lanes.</param>
    /// <param name="elements">The arguments that have a number for each element, and how they lie.</param>
    public ChannelText(KernelWriter writer, int vectors, params (string Port, Layout Layout)[] elements)
    {
        this.writer = writer;
        dialect = writer.Dialect;
        tileVectors = Math.Max(1, vectors);
        ports = elements.Select(element => element.Port).ToArray();
        layouts = elements.Select(element => element.Layout).ToArray();
    }

    /// <summary>Whether the channels of a position lie together in all of them.</summary>
    public static bool HasChannelsTogether(params Layout[] layouts) => layouts.All(layout => layout.ChannelStride == 1);

    /// <summary>Whether the positions of a row do.</summary>
    public static bool HasRowsTogether(params Layout[] layouts) => layouts.All(layout => layout.ColumnStride == 1 && layout.Shape.Positions > 1);

    /// <summary>Whether there is a text for vectors.</summary>
    public static bool HasText(Dialect dialect, params Layout[] layouts)
    {
        Shape shape = layouts[0].Shape;
        if (dialect.IsPlainScalar) return true;
        if (HasChannelsTogether(layouts) && shape.Channels > 1) return dialect.IsFor(shape.Channels);
        return (HasRowsTogether(layouts) && dialect.IsFor(shape.Width)) || (HasChannelsTogether(layouts) && shape.Positions == 1 && dialect.IsFor(1));
    }

    /// <summary>The order of a sum over the elements of a channel.</summary>
    /// <param name="layout">How the elements lie.</param>
    /// <param name="isPerSample">Whether each sample has a sum of its own.</param>
    public static string FormOfSums(Layout layout, bool isPerSample = false)
    {
        if (layout.Shape.Positions == 1) return isPerSample ? "of its one number" : "sequential: sample";
        string ofSample = IsInRows(layout) ? "the rows in sequence, their columns in lanes" : "sequential: row, column";
        return isPerSample ? ofSample : $"of each sample {ofSample}; then sequential: sample";
    }

    private static bool IsInRows(params Layout[] layouts) =>
        !(HasChannelsTogether(layouts) && (layouts[0].Shape.Channels > 1 || layouts[0].Shape.Positions == 1)) && HasRowsTogether(layouts);

    private Shape Shape => layouts[0].Shape;

    private Size Channels => writer.Size("channels", Shape.Channels);

    private Size Positions => writer.Size("positions", Shape.Positions);

    /// <summary>Whether a vector holds numbers of several channels.</summary>
    private bool HasChannelLanes => dialect.IsVector && !IsInRows(layouts);

    private bool HasRowLanes => dialect.IsVector && IsInRows(layouts);

    private int Vectors => HasChannelLanes ? (channels + dialect.Lanes - 1) / dialect.Lanes : 1;

    /// <summary>The type of a channel's number.</summary>
    private string Type => HasChannelLanes ? "Lanes" : dialect.ScalarType;

    /// <summary>A constant of the type of a channel's number.</summary>
    public string Constant(double value) => HasChannelLanes ? dialect.Constant(value) : writer.Number(value);

    /// <summary>A number of the network's type in every lane.</summary>
    public string Spread(string number) => HasChannelLanes ? $"Create({number})" : number.Contains(' ') ? $"({number})" : number;

    /// <summary>An operation on channels' numbers, rounded.</summary>
    public string Rounded(string expression) => HasChannelLanes ? expression : dialect.Rounded(expression);

    /// <summary>A square root of a channel's number.</summary>
    public string SquareRoot(string x) => HasChannelLanes ? dialect.SquareRoot(x) : dialect.SquareRootOfNumber(x);

    /// <summary>Writes what is done for each channel, or for a few vectors of them.</summary>
    /// <param name="body">Writes it.</param>
    /// <param name="mayRepeat">Whether it may be done twice for a channel: nothing is written that it reads.</param>
    public void EachChannel(Action body, bool mayRepeat = false)
    {
        if (HasChannelLanes)
        {
            int tile = tileVectors * dialect.Lanes;
            if (mayRepeat) writer.Vectors("channel", Channels, tile, EachOf);
            else writer.Tiles("channel", "channel", Channels, tile, EachOf);
            return;
        }

        writer.Nest(new[] { Channels.Loop("channel") }, at =>
        {
            (channel, channels) = (at[0], 1);
            body();
        });

        void EachOf(Index first, int count)
        {
            (channel, channels) = (first, count);
            body();
        }
    }

    /// <summary>Declares a number of each channel, by an expression of others. With positions in lanes it is there in every lane as well.</summary>
    public void Declare(string name, Func<int, string> value)
    {
        for (int v = 0; v < Vectors; v++) writer.Line($"{Type} {Name(name, v)} = {value(v)};");
        if (HasRowLanes) writer.Line($"Lanes {name}Lanes = Create({name});");
    }

    /// <summary>Declares a number of each channel that an argument holds.</summary>
    public void Load(string name, string port) => Declare(name, v => Argument(port).Load(v));

    /// <summary>A number of each channel that an argument holds, as an expression.</summary>
    public string Element(string port, int v) => Argument(port).Load(v);

    /// <summary>Stores a number of each channel in an argument.</summary>
    public void Store(string port, Func<int, string> value)
    {
        (Func<int, string> _, Pointer pointer) = Argument(port);
        for (int v = 0; v < Vectors; v++)
        {
            if (HasChannelLanes && channels - (v * dialect.Lanes) < dialect.Lanes)
            {
                writer.Line($"Lanes {port}Rest = {value(v)};");
                writer.StoreFirst(port + "Rest", pointer, v * dialect.Lanes, channels - (v * dialect.Lanes));
            }
            else if (HasChannelLanes)
            {
                string stored = value(v);
                writer.Line(pointer.Store(v * dialect.Lanes, stored.Contains(' ') ? $"({stored})" : stored));
            }
            else
            {
                writer.Line($"{Element(port, channel)} = {value(v)};");
            }
        }
    }

    /// <summary>Adds a number of each channel to what an argument holds.</summary>
    public void AddTo(string port, Func<int, string> value) => Store(port, v => Rounded($"{Argument(port).Load(v)} + {value(v)}"));

    /// <summary>A name of its own for what is computed of an element, where several are in one scope.</summary>
    public string Local(string name) => name + suffix;

    /// <summary>The name of a channel's number, where channels' numbers are computed.</summary>
    public string Name(string name, int v) => Vectors == 1 ? name : name + Text.Number(v);

    /// <summary>Writes what is done with each element.</summary>
    /// <param name="result">The argument that is written, one of the elements'.</param>
    /// <param name="value">Writes it: given a vector's number, the element of an argument and the number of its channel.</param>
    /// <param name="activation">What becomes of it; null for nothing.</param>
    public void EachElement(string result, Func<int, Func<string, string>, Func<string, string>, string> value, Activation? activation = null)
    {
        bool isRun = layouts.All(layout => layout.IsCompact);
        if (HasChannelLanes)
        {
            writer.Nest(EachPosition(isRun), at =>
            {
                Pointer[] pointers = layouts
                    .Select((layout, i) => writer.Point(Short(ports[i]), ports[i], At(i, isRun, at, channel), channels, isWritten: true))
                    .ToArray();
                for (int v = 0; v < Vectors; v++)
                {
                    int vector = v;
                    string y = value(v, port => pointers[Array.IndexOf(ports, port)].Load(vector * dialect.Lanes), name => Name(name, vector));
                    writer.Line($"Lanes {Name("y", v)} = {y};");
                    writer.StoreFirst(
                        Ended(Name("y", v), channels - (v * dialect.Lanes)),
                        pointers[Array.IndexOf(ports, result)],
                        v * dialect.Lanes,
                        channels - (v * dialect.Lanes));
                }
            });
            return;
        }

        if (HasRowLanes)
        {
            int run = isRun ? Shape.Positions : Shape.Width;
            string place = isRun ? "position" : "column";
            Loop[] rows = { writer.Samples, new("row", isRun ? 1 : Shape.Height) };
            writer.Nest(rows, at => writer.Tiles(place, place, run, dialect.Lanes, (first, count) =>
            {
                Pointer[] pointers = layouts
                    .Select((layout, i) =>
                        writer.Point(Short(ports[i]), ports[i], (at[0] * layout.Count) + layout.At(channel, at[1], first), count, isWritten: true))
                    .ToArray();
                writer.Line($"Lanes y = {value(0, port => pointers[Array.IndexOf(ports, port)].Load(0), name => name + "Lanes")};");
                writer.StoreFirst(Ended("y", count), pointers[Array.IndexOf(ports, result)], 0, count);
            }));
            return;
        }

        bool isOneLoop = isRun && (dialect.IsBrief || HasRowsTogether(layouts));
        writer.Nest(EachPosition(isOneLoop), at =>
        {
            string Of(string port) => Element(port, At(Array.IndexOf(ports, port), isOneLoop, at, channel));
            string y = value(0, Of, name => name);
            if (activation != null)
            {
                writer.Line($"{dialect.ScalarType} y = {y};");
                y = activation.Of(writer, "y");
            }

            writer.Line($"{Of(result)} = {y};");
        });

        // Of what is stored in parts each part is computed by itself.
        string Ended(string y, int count)
        {
            if (activation == null) return y;
            if (count >= dialect.Lanes) return activation.Of(writer, y);
            writer.Line($"{y} = {activation.Of(writer, y)};");
            return y;
        }
    }

    /// <summary>Declares sums over all elements of a channel.</summary>
    /// <param name="sums">Their names.</param>
    /// <param name="add">Writes the statements that add an element's terms: given the element of an argument, the number of its channel, the sum to add to, and
    /// what makes a term zero that is none.</param>
    public void Sum(string[] sums, Action<Func<string, string>, Func<string, string>, Func<string, string>, Func<string, string>> add)
    {
        if (HasRowLanes || (!dialect.IsVector && IsInRows(layouts))) SumRows(sums, add);
        else SumPositions(sums, add);
    }

    private void SumPositions(string[] sums, Action<Func<string, string>, Func<string, string>, Func<string, string>, Func<string, string>> add)
    {
        foreach (string sum in sums) Zero(sum);
        bool isRun = layouts.All(layout => layout.IsCompact), hasParts = !writer.Samples.RunsOnce && Shape.Positions > 1;
        if (!hasParts)
        {
            writer.Nest(EachPosition(isRun), at => EachTerm(at, isRun, sum => sum));
            return;
        }

        writer.Nest(new[] { writer.Samples }, sample =>
        {
            foreach (string sum in sums) Zero(sum + "Part");
            writer.Nest(EachPosition(isRun).Skip(1).ToList(), at => EachTerm(sample.Concat(at).ToArray(), isRun, sum => sum + "Part"));
            foreach (string sum in sums)
            {
                for (int v = 0; v < Vectors; v++) writer.Line(HasChannelLanes ? $"{Name(sum, v)} += {Name(sum + "Part", v)};" : dialect.Add(sum, sum + "Part"));
            }
        });

        void Zero(string name)
        {
            for (int v = 0; v < Vectors; v++) writer.Line($"{Type} {Name(name, v)} = {(HasChannelLanes ? "Lanes.Zero" : "0")};");
        }

        void EachTerm(Index[] at, bool isOfRun, Func<string, string> target)
        {
            Pointer[] pointers = HasChannelLanes
                ? layouts.Select((layout, i) => writer.Point(Short(ports[i]), ports[i], At(i, isOfRun, at, channel), channels)).ToArray()
                : Array.Empty<Pointer>();
            for (int v = 0; v < Vectors; v++)
            {
                int vector = v;
                suffix = Vectors == 1 ? "" : Text.Number(v);
                add(Of, name => Name(name, vector), sum => Name(target(sum), vector), term => term);

                string Of(string port)
                {
                    int i = Array.IndexOf(ports, port);
                    return HasChannelLanes ? pointers[i].Load(vector * dialect.Lanes) : Element(port, At(i, isOfRun, at, channel));
                }
            }
        }
    }

    /// <summary>The columns of a row in sixteen lanes, column c in lane c mod 16.</summary>
    private void SumRows(string[] sums, Action<Func<string, string>, Func<string, string>, Func<string, string>, Func<string, string>> add)
    {
        string scalar = dialect.ScalarType;
        int parts = dialect.IsVector ? Sums.Lanes / dialect.Lanes : 1;
        int used = Math.Min(parts, (Shape.Width + dialect.Lanes - 1) / dialect.Lanes);   // the others are past the end of every row
        foreach (string sum in sums) writer.Line($"{scalar} {sum} = 0;");
        writer.Nest(new[] { writer.Samples }, sample =>
        {
            if (!dialect.IsVector)
            {
                suffix = "";
                foreach (string sum in sums) writer.Line($"{sum}Lanes.Clear();");
                writer.Nest(new[] { new Loop("row", Shape.Height), new Loop("column", Shape.Width) }, at =>
                    add(
                        port => Element(port, Of(port, at[0], at[1])),
                        name => name,
                        sum => $"{sum}Lanes[{(Shape.Width <= Sums.Lanes ? at[1].ToString() : $"{at[1]} % {Text.Number(Sums.Lanes)}")}]",
                        term => term));
                foreach (string sum in sums) writer.Line(dialect.Add(sum, $"global::CnnGen.Runtime.LaneSums.Fold({sum}Lanes)"));
                return;
            }

            foreach (string sum in sums) writer.Statements(Enumerable.Range(0, used).Select(part => $"Lanes {Part(sum, part)} = Lanes.Zero"));
            writer.Nest(new[] { new Loop("row", Shape.Height) }, row => writer.Tiles("column", "column", Shape.Width, Sums.Lanes, (first, count) =>
            {
                Pointer[] pointers = layouts.Select((_, i) => writer.Point(Short(ports[i]), ports[i], Of(ports[i], row[0], first), count)).ToArray();
                for (int part = 0; part < used && part * dialect.Lanes < count; part++)
                {
                    int at = part * dialect.Lanes;
                    bool isWhole = count - at >= dialect.Lanes;
                    suffix = used == 1 ? "" : Text.Number(part);
                    add(
                        port => pointers[Array.IndexOf(ports, port)].Load(at),
                        name => name + "Lanes",
                        sum => Part(sum, at / dialect.Lanes),
                        term => isWhole ? term : $"ConditionalSelect(rest, {term}, Lanes.Zero)");
                }
            }));
            foreach (string sum in sums)
            {
                string[] lanes = Enumerable.Range(0, used).Select(part => Part(sum, part)).ToArray();
                writer.Line(LaneFold.IsOfRows(dialect)
                    ? $"{sum} += {(used == 1 ? LaneFold.OfRows(writer, new[] { lanes }) : $"({LaneFold.OfRows(writer, new[] { lanes })})")}.ToScalar();"
                    : $"{sum} += {LaneFold.OfRow(writer, lanes.Concat(Enumerable.Repeat<string?>(null, parts - used)).ToList())};");
            }

            Index Of(string port, Index row, Index column)
            {
                Layout layout = layouts[Array.IndexOf(ports, port)];
                return (sample[0] * layout.Count) + layout.At(channel, row, column);
            }
        });

        string Part(string sum, int part) => sum + "Lanes" + (used == 1 ? "" : Text.Number(part));
    }

    /// <summary>Declares what sums over rows need, once for the kernel.</summary>
    public void DeclareSums(params string[] sums)
    {
        if (!IsInRows(layouts)) return;
        if (dialect.IsVector) RestLanes.Declare(writer, Shape.Width, "behind the last column lies something else");
        else foreach (string sum in sums) writer.Line($"Span<{dialect.ScalarType}> {sum}Lanes = stackalloc {dialect.ScalarType}[{Text.Number(Sums.Lanes)}];");
    }

    /// <summary>The loops over samples and positions, in which all channels of a position have their turn.</summary>
    private IReadOnlyList<Loop> EachPosition(bool isRun) => isRun
        ? new[] { writer.Samples, Positions.Loop("position") }
        : new[] { writer.Samples, writer.Size("rows", Shape.Height).Loop("row"), writer.Size("columns", Shape.Width).Loop("column") };

    /// <summary>The place of a channel at a position of an argument.</summary>
    private Index At(int argument, bool isRun, Index[] at, Index first)
    {
        Layout layout = layouts[argument];
        string port = ports[argument];
        Index ofSample = at[0] * (layout.IsCompact ? Positions * Channels : writer.Size(port + "Count", layout.Count));
        Index ofChannel = first * (layout.ChannelStride == 1 ? 1 : layout.IsCompact ? Positions : writer.Size(port + "ChannelStride", layout.ChannelStride));
        Size columnStride = layout.ColumnStride == 1 ? 1 : Channels;
        return ofSample + ofChannel + (isRun
            ? at[1] * columnStride
            : (at[1] * writer.Size(port + "RowStride", layout.RowStride)) + (at[2] * columnStride) + writer.Size(port + "Start", layout.At(0, 0, 0).Constant));
    }

    private (Func<int, string> Load, Pointer Pointer) Argument(string port)
    {
        if (!HasChannelLanes) return (_ => Element(port, channel), new Pointer(writer, port, null));
        Pointer pointer = new(writer, channel.IsZero ? port : $"Unsafe.Add(ref {port}, {channel})", null);
        return (v => pointer.Load(v * dialect.Lanes), pointer);
    }

    private string Element(string port, Index at) => writer.HasReferences ? (at.IsZero ? port : $"Unsafe.Add(ref {port}, {at})") : $"{port}[{at}]";

    private static string Short(string port) => port switch
    {
        "input" => "x",
        "outputGradient" => "g",
        "inputGradient" => "d",
        "addends" => "a",
        "weights" => "w",
        "biases" => "b",
        _ => "z",
    };
}
