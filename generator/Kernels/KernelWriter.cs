using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Model;
using CnnGen.Generator.Writing;

namespace CnnGen.Generator.Kernels;

/// <summary>
/// Writes the body of a kernel in a dialect. The arguments are references in the vector dialects, where bounds are what the shapes
/// prove, and spans in the plain one.
/// </summary>
internal sealed class KernelWriter
{
    private const int WidestLine = 120;

    private readonly KernelBody body = new();
    private readonly bool isBatched;
    private readonly Helpers? helpers;
    private readonly ToldSizes told;

    private KernelWriter(Dialect dialect, bool isBatched, Helpers? helpers, ToldSizes told)
    {
        this.isBatched = isBatched;
        this.helpers = helpers;
        this.told = told;
        Dialect = dialect;
    }

    public Dialect Dialect { get; }

    /// <summary>The number type: <c>float</c> or <c>double</c>.</summary>
    public string Scalar => Dialect.ScalarType;

    /// <summary>The class of the runtime library with the elementary functions.</summary>
    public string Elementary => Dialect.Reproducible ? "global::CnnGen.Runtime.ReproducibleElementary" : "global::CnnGen.Runtime.Elementary";

    /// <summary>The library's activations, likewise.</summary>
    public string Activations => Dialect.Reproducible ? "global::CnnGen.Runtime.ReproducibleActivations" : "global::CnnGen.Runtime.Activations";

    /// <summary>Whether the arguments are references.</summary>
    public bool HasReferences => !Dialect.IsPlainScalar;

    /// <summary>The loop over the samples of a call: none where a call has one.</summary>
    public Loop Samples => isBatched ? new Loop("sample", int.MaxValue, 1, "samples") : new Loop("sample", 1);

    /// <summary>A value divided by the number of samples of a call times a constant.</summary>
    public string PerSample(string value, int count)
    {
        if (!isBatched) return count == 1 ? value : $"{value} / {Text.Number(count)}";
        return count == 1 ? $"{value} / samples" : $"{value} / (samples * {Text.Number(count)})";
    }

    /// <summary>A constant of the number type.</summary>
    public string Number(double value) => Literals.Of(value, Dialect.Scalar);

    /// <summary>How an argument lies, by sizes.</summary>
    /// <param name="argument">The argument.</param>
    /// <param name="layout">How it lies.</param>
    /// <param name="channels">Its channels.</param>
    /// <param name="start">The place of the first element that is meant.</param>
    public Strides Strides(string argument, Layout layout, Size channels, int start) => new(
        layout.ChannelStride == 1 ? 1 : Size(argument + "ChannelStride", layout.ChannelStride),
        Size(argument + "RowStride", layout.RowStride),
        layout.ColumnStride == layout.Shape.Channels ? channels : layout.ColumnStride,
        Size(argument + "Start", start));

    /// <summary>A size by the name that it has where the method is told it.</summary>
    public Size Size(string name, int value) => told.Of(name, value);

    /// <summary>The body of a method.</summary>
    /// <param name="dialect">How it is spelled.</param>
    /// <param name="isBatched">Whether a call may have several samples.</param>
    /// <param name="emit">Writes it.</param>
    /// <param name="helpers">The methods beside the kernels; null where there can be none.</param>
    /// <param name="told">The sizes that the method is told; null for none.</param>
    public static KernelBody BodyOf(Dialect dialect, bool isBatched, Action<KernelWriter> emit, Helpers? helpers = null, ToldSizes? told = null)
    {
        var writer = new KernelWriter(dialect, isBatched, helpers, told ?? ToldSizes.None);
        emit(writer);
        writer.body.Complete();
        return writer.body;
    }

    public void Line(string line = "") => body.Line(line);

    /// <summary>A comment that gives a reason.</summary>
    public void Comment(string comment) => Line("// " + comment);

    /// <summary>Whether what several kernels would write out is a method that they call: where the text counts more than a call.</summary>
    public bool CallsHelpers => Dialect.IsBrief && helpers != null;

    /// <summary>Asks for a method beside the kernels; gives its name.</summary>
    public string Use(Helper helper)
    {
        (helpers ?? throw new InvalidOperationException("The plain text has no methods beside its kernels.")).Add(helper);
        return helper.Name;
    }

    /// <summary>Braces below a header.</summary>
    public IDisposable Block(string header)
    {
        Line(header);
        return body.Open();
    }

    /// <summary>Braces below the headers written last; without a header they are only there where names are declared again.</summary>
    public IDisposable Braces() => body.Open();

    /// <summary>A loop's header in this dialect: native integers where they index references.</summary>
    public string Header(Loop loop) => HasReferences ? loop.Header.Replace("(int ", "(nint ") : loop.Header;

    /// <summary>A nest of loops; those that run once are left out, and their variable is 0.</summary>
    public void Nest(IReadOnlyList<Loop> loops, Action<Index[]> body)
    {
        Index[] variables = loops.Select(loop => loop.RunsOnce ? 0 : Index.Of(loop.Variable)).ToArray();
        foreach (Loop loop in loops.Where(loop => !loop.RunsOnce)) Line(Header(loop));
        using (Braces()) body(variables);
    }

    /// <summary>A dimension in tiles: a loop over the whole ones, and the rest behind it, under a comment that says so.</summary>
    public void Tiles(string variable, string noun, int count, int tile, Action<Index, int> body)
    {
        int whole = count / tile, rest = count % tile;
        if (whole == 1 && rest > 0) Comment(tile == 1 ? $"the first {noun}" : $"the first {Text.Number(tile)} {noun}s");
        if (whole > 0) Nest(new[] { new Loop(variable, whole * tile, tile) }, at => body(at[0], tile));
        if (rest == 0) return;
        if (whole > 0)
        {
            Line();
            Comment(rest == 1 ? $"the last {noun}" : $"the last {Text.Number(rest)} {noun}s");
        }

        using (Braces()) body(whole * tile, rest);
    }

    /// <summary>
    /// The same, where the count may be told: behind the tiles come units one by one, and then what fills none, which is as much in all kernels of the text.
    /// Where the text counts, units of one come so in any case.
    /// </summary>
    /// <param name="variable">The loop variable.</param>
    /// <param name="noun">What is counted.</param>
    /// <param name="count">How many.</param>
    /// <param name="tile">How many are computed together.</param>
    /// <param name="body">Writes what is done with so many from a place on.</param>
    /// <param name="unit">How many are computed together behind the tiles; a vector, where nothing is said.</param>
    public void Tiles(string variable, string noun, Size count, int tile, Action<Index, int> body, int unit = 0)
    {
        int smallest = unit == 0 ? Dialect.Lanes : unit, rest = count.Value % smallest;
        bool isOneByOne = Dialect.IsBrief && unit == 1 && count.Value > tile && count.Value % tile > 1;
        if (!count.IsTold && !isOneByOne)
        {
            Tiles(variable, noun, count.Value, tile, body);
            return;
        }

        using (Braces())
        {
            Line($"{(HasReferences ? "nint" : "int")} {variable} = 0;");
            foreach (int step in new[] { tile, smallest }.Distinct())
            {
                string next = step == 1 ? variable + "++" : $"{variable} += {Text.Number(step)}";
                string last = step == 1 ? $"< {count}" : $"<= {(count.IsTold ? $"{count} - {Text.Number(step)}" : Text.Number(count.Value - step))}";
                using (Block($"for (; {variable} {last}; {next})")) body(Index.Of(variable), step);
            }

            if (rest == 0) return;
            Line();
            Comment(rest == 1 ? $"the last {noun}" : $"the last {Text.Number(rest)} {noun}s");
            using (Braces()) body(Index.Of(variable), rest);
        }
    }

    /// <summary>
    /// A run in tiles of whole vectors. Where the text counts, vectors follow one by one, and nothing is left over: the last one ends where the run does, so
    /// that some of what the one before it has computed is computed again, to the same bits; or it reaches behind the run, where there is room.
    /// </summary>
    /// <param name="noun">What is counted.</param>
    /// <param name="count">How many.</param>
    /// <param name="tile">How many are computed together.</param>
    /// <param name="body">Writes what is done with so many from a place on.</param>
    /// <param name="hasRoom">Whether there is room behind the run.</param>
    public void Vectors(string noun, Size count, int tile, Action<Index, int> body, bool hasRoom = false)
    {
        int lanes = Dialect.Lanes;
        bool isWhole = !count.IsTold && count.Value % tile == 0, hasVector = hasRoom || count.Value >= lanes;
        if (!Dialect.IsBrief || isWhole || !hasVector)
        {
            Tiles(noun, noun, count, tile, body);
            return;
        }

        using (Braces())
        {
            Line($"{(HasReferences ? "nint" : "int")} {noun} = 0;");
            string last = Before(lanes);
            if (tile > lanes) using (Block($"for (; {noun} <= {Before(tile)}; {noun} += {Text.Number(tile)})")) body(Index.Of(noun), tile);
            using (Block($"for (; {noun} < {count}; {(lanes == 1 ? noun + "++" : $"{noun} += {Text.Number(lanes)}")})"))
            {
                if (!hasRoom && lanes > 1) Line($"nint vector = {noun} <= {last} ? {noun} : {last};   // the last one ends with the {noun}s");
                if (hasRoom && lanes > 1) Comment("the last vector may reach behind them, where there is room");
                body(Index.Of(hasRoom || lanes == 1 ? noun : "vector"), lanes);
            }
        }

        string Before(int step) => count.IsTold ? $"{count} - {Text.Number(step)}" : Text.Number(count.Value - step);
    }

    /// <summary>
    /// A run of elements that is read by constant positions: a slice of known length, so that the JIT checks its bounds once. Gives the
    /// text of an element.
    /// </summary>
    public Func<Index, string> Window(string name, string span, Index start, Index length, bool isWritten = false)
    {
        if (length is { IsConstant: true, Constant: 1 } || start.IsConstant) return element => $"{span}[{start + element}]";
        Line($"{(isWritten ? "Span" : "ReadOnlySpan")}<{Scalar}> {name} = {span}.Slice({start}, {length});");
        return element => $"{name}[{element}]";
    }

    /// <summary>A place that elements are read from or written to by constant offsets: a reference, or a slice of known length.</summary>
    /// <param name="name">Its name in the text.</param>
    /// <param name="argument">The kernel's argument that it points into.</param>
    /// <param name="start">Where.</param>
    /// <param name="length">The largest offset and one.</param>
    /// <param name="isWritten">Whether it is written.</param>
    public Pointer Point(string name, string argument, Index start, Index length, bool isWritten = false)
    {
        if (!HasReferences) return new Pointer(this, name, Window(name, argument, start, length, isWritten));
        if (start.IsZero) return Argument(argument);
        Line($"ref {Scalar} {name} = {Reference(argument, start)};");
        return new Pointer(this, name, null);
    }

    /// <summary>An argument itself.</summary>
    public Pointer Argument(string name) => new(this, name, HasReferences ? null : element => $"{name}[{element}]");

    /// <summary>A vector of an argument from a place on; in a scalar dialect one element.</summary>
    public string Load(string argument, Index at) => Dialect.IsVector ? $"LoadUnsafe({Reference(argument, at)})" : Argument(argument).At(at);

    /// <summary>A vector of an argument from a place on that a variable holds; in a scalar dialect one element.</summary>
    public string Element(string argument, string variable) =>
        Dialect.IsVector ? $"LoadUnsafe(ref Unsafe.Add(ref {argument}, {variable}))" : $"{argument}[{variable}]";

    /// <summary>Stores such a vector or element.</summary>
    public void StoreElement(string argument, string variable, string value) =>
        Line(Dialect.IsVector ? $"{Receiver(value)}.StoreUnsafe(ref Unsafe.Add(ref {argument}, {variable}));" : $"{argument}[{variable}] = {value};");

    /// <summary>An expression as that of which a member is called: in parentheses where it is an operation.</summary>
    public static string Receiver(string value)
    {
        int depth = 0;
        return value.Any(IsBetweenOperands) ? $"({value})" : value;

        bool IsBetweenOperands(char character)
        {
            depth += character == '(' ? 1 : character == ')' ? -1 : 0;
            return character == ' ' && depth == 0;
        }
    }

    /// <summary>Sets an argument to zeros.</summary>
    /// <param name="argument">The argument.</param>
    /// <param name="count">Its numbers, of one sample or in all.</param>
    /// <param name="isPerSample">Whether there are so many for each sample of a call.</param>
    public void Clear(string argument, Size count, bool isPerSample = false)
    {
        if (!Dialect.IsVector)
        {
            Line($"{argument}.Clear();");
            return;
        }

        EachVector(
            count,
            isPerSample,
            at => Line($"{Dialect.Zero}.StoreUnsafe(ref Unsafe.Add(ref {argument}, {at}));"),
            at => Line($"Unsafe.Add(ref {argument}, {at}) = 0;"));
    }

    /// <summary>Goes through a run of so many numbers for each sample of a call, one by one.</summary>
    public void EachNumber(Size count, Action<Index> body)
    {
        if (!isBatched)
        {
            Nest(new[] { count.Loop("i") }, at => body(at[0]));
            return;
        }

        using (Block($"for (int i = 0; i < {(count.Value == 1 ? "samples" : $"samples * {count}")}; i++)")) body(Index.Of("i"));
    }

    /// <summary>Goes through a run of numbers, a vector after the other, and one by one through what is left.</summary>
    /// <param name="count">How many there are, of one sample or in all.</param>
    /// <param name="isPerSample">Whether there are so many for each sample of a call, one after the other.</param>
    /// <param name="vector">Writes what is done with a vector, whose place a variable holds.</param>
    /// <param name="number">Writes what is done with a number.</param>
    public void EachVector(Size count, bool isPerSample, Action<string> vector, Action<string> number)
    {
        bool isOfCall = isPerSample && isBatched;
        int lanes = Dialect.Lanes, whole = count.Value / lanes * lanes;
        string all = isOfCall ? $"samples * {count}" : count.Text, step = Text.Number(lanes);
        using (Braces())
        {
            if (whole == count.Value)
            {
                using (Block($"for (nint i = 0; i < {all}; i += {step})")) vector("i");
                return;
            }

            Line("nint i = 0;");
            bool isCounted = isOfCall || count.IsTold;
            if (isCounted || whole > 0) using (Block($"for (; i {(isCounted ? $"<= {all} - {step}" : $"< {Text.Number(whole)}")}; i += {step})")) vector("i");
            using (Block($"for (; i < {all}; i++)")) number("i");
        }
    }

    /// <summary>A reference that far into an argument.</summary>
    public static string Reference(string argument, Index offset) => offset.IsZero ? "ref " + argument : $"ref Unsafe.Add(ref {argument}, {offset})";

    /// <summary>
    /// A nest of loops that two pointers walk through: in the vector dialects each loop's end moves them, elsewhere they are cut anew.
    /// </summary>
    public void Walk(IReadOnlyList<WalkLoop> loops, WalkPointer x, WalkPointer w, Action<Pointer, Pointer> body)
    {
        List<WalkLoop> written = loops.Where(loop => loop.Count.Value > 1).ToList();
        if (!HasReferences)
        {
            Index atX = x.Start, atW = w.Start;
            foreach (WalkLoop loop in written)
            {
                Line(loop.Count.Loop(loop.Variable).Header);
                atX += Index.Of(loop.Variable) * loop.StrideX;
                atW += Index.Of(loop.Variable) * loop.StrideW;
            }

            using (Braces()) body(Point(x.Name, x.Argument, atX, x.Length), Point(w.Name, w.Argument, atW, w.Length));
            return;
        }

        Line($"ref {Scalar} {x.Name} = {Reference(x.Argument, x.Start)};");
        Line($"ref {Scalar} {w.Name} = {Reference(w.Argument, w.Start)};");
        Open(0);

        void Open(int depth)
        {
            if (depth == written.Count)
            {
                using (Braces()) body(new Pointer(this, x.Name, null), new Pointer(this, w.Name, null));
                return;
            }

            WalkLoop loop = written[depth];
            Line(Header(loop.Count.Loop(loop.Variable)));
            using (Braces())
            {
                Open(depth + 1);
                Advance(x.Name, depth, other => other.StrideX);
                Advance(w.Name, depth, other => other.StrideW);
            }
        }

        // Past what the inner loop has moved already.
        void Advance(string pointer, int depth, Func<WalkLoop, Size> stride)
        {
            Index step = stride(written[depth]);
            if (depth + 1 < written.Count) step += (Index)(written[depth + 1].Count * stride(written[depth + 1])) * -1;
            if (!step.IsZero) Line($"{pointer} = ref Unsafe.Add(ref {pointer}, {step});   // to the next {Text.Words(written[depth].Variable)}");
        }
    }

    /// <summary>Declarations of several variables of the number type.</summary>
    public void Declare(IEnumerable<(string Name, string Value)> variables)
    {
        foreach (IEnumerable<string> line in Wrapped(variables.Select(variable => $"{variable.Name} = {variable.Value}").ToList()))
        {
            Line($"{Scalar} {string.Join(", ", line)};");
        }
    }

    /// <summary>Declarations of several vectors (numbers, in a scalar dialect) without a value.</summary>
    public void DeclareVectors(IEnumerable<string> names)
    {
        foreach (IEnumerable<string> line in Wrapped(names.ToList())) Line($"{Dialect.Type} {string.Join(", ", line)};");
    }

    /// <summary>Sets several variables to the same.</summary>
    public void Assign(IEnumerable<string> names, string value)
    {
        // A value that stands in the first line is taken from there in the others.
        List<string> all = names.ToList();
        foreach (string line in Wrap.Evenly(all, " = ", WidestLine - value.Length))
        {
            Line(line.EndsWith("=", StringComparison.Ordinal) ? $"{line} {value};" : $"{line} = {value};");
            value = value == Dialect.Zero ? value : all[0];
        }
    }

    /// <summary>Several statements on one line, or on as many lines of equal length as keep them readable.</summary>
    public void Statements(IEnumerable<string> statements) =>
        Line(
            string.Join(
                " ",
                statements.Select(statement =>
                    statement.EndsWith(";", StringComparison.Ordinal) || statement.EndsWith("}", StringComparison.Ordinal) ? statement : statement + ";")));

    /// <summary>Stores vectors one behind the other, and of the last as much as there is room for.</summary>
    /// <param name="values">The vectors.</param>
    /// <param name="target">What is written.</param>
    /// <param name="count">How many numbers there is room for.</param>
    /// <param name="offset">Where the first goes.</param>
    public void StoreFirst(IReadOnlyList<string> values, Pointer target, int count, Index offset = default)
    {
        int whole = count / Dialect.Lanes;
        Statements(values.Take(whole).Select((value, i) => target.Store(offset + (i * Dialect.Lanes), value)));
        if (whole < values.Count) StoreFirst(values[whole], target, offset + (whole * Dialect.Lanes), count - (whole * Dialect.Lanes));
    }

    /// <summary>Stores the first lanes of a vector: all of them, or as few stores as make up the rest.</summary>
    public void StoreFirst(string value, Pointer target, Index offset, int count)
    {
        if (count >= Dialect.Lanes) Line(target.Store(offset, value));
        else Store(Dialect.Lanes, offset, count, value);

        void Store(int lanes, Index at, int left, string part)
        {
            if (left == 0) return;
            if (left == lanes)
            {
                Line($"{part}.StoreUnsafe({Reference(target.Name, at)});");
            }
            else if (lanes * (Dialect.Scalar == Model.Scalar.Single ? 4 : 8) == 16)
            {
                for (int lane = 0; lane < left; lane++)
                {
                    Line($"{target[at + lane]} = {part}.{(lane == 0 ? "ToScalar()" : $"GetElement({Text.Number(lane)})")};");
                }
            }
            else
            {
                Store(lanes / 2, at, Math.Min(left, lanes / 2), part + ".GetLower()");
                Store(lanes / 2, at + (lanes / 2), Math.Max(0, left - (lanes / 2)), part + ".GetUpper()");
            }
        }
    }

    /// <summary>Items in lines of about equal length.</summary>
    public static IEnumerable<IEnumerable<string>> Wrapped(List<string> items)
    {
        int lines = Math.Max(1, (items.Sum(item => item.Length + 2) + WidestLine - 1) / WidestLine);
        int perLine = Math.Max(1, (items.Count + lines - 1) / lines);
        for (int i = 0; i < items.Count; i += perLine) yield return items.Skip(i).Take(perLine);
    }
}
