using System;
using System.Collections.Generic;
using System.Linq;

namespace CnnGen.Generator.Writing;

/// <summary>
/// The lines of a kernel, kept until all are known. Only then can be said which names would meet, so that braces stand where they are
/// needed and nowhere else, and which locals nobody reads, so that they are left out.
/// </summary>
internal sealed class KernelBody
{
    private readonly Block root = new(new List<CodeLine>(), null);
    private Block current;

    public KernelBody() => current = root;

    /// <summary>Adds a line: statements, a comment, the header of a block, or nothing.</summary>
    public void Line(string line) => current.Children.Add(new CodeLine(line));

    /// <summary>
    /// Opens a block of the headers that stand last; without one a scope, whose braces are written only where a name is declared elsewhere too.
    /// </summary>
    public IDisposable Open()
    {
        int first = current.Children.Count;
        while (first > 0 && current.Children[first - 1] is CodeLine { IsHeader: true }) first--;
        var block = new Block(current.Children.Skip(first).Cast<CodeLine>().ToList(), current);
        current.Children.RemoveRange(first, current.Children.Count - first);
        current.Children.Add(block);
        current = block;
        return new Closing(this);
    }

    /// <summary>Decides what is left out and where braces stand, now that all lines are known.</summary>
    public void Complete()
    {
        while (UnreadLocals.Drop(root))
        {
        }

        root.DecideBraces();
    }

    /// <summary>Whether a name stands in it, of which it does not know what it is: an argument's.</summary>
    public bool Uses(string name) => root.Uses(name);

    public void WriteTo(SourceWriter writer) => new Printer(writer).Print(root);

    private sealed class Closing : IDisposable
    {
        private readonly KernelBody body;

        public Closing(KernelBody body) => this.body = body;

        public void Dispose() => body.current = body.current.Parent!;
    }

    /// <summary>Writes without empty blocks, and with empty lines between others only.</summary>
    private sealed class Printer
    {
        private readonly SourceWriter writer;
        private bool isAtStart = true;
        private bool hasGap;

        public Printer(SourceWriter writer) => this.writer = writer;

        public void Print(Block block)
        {
            foreach (object child in block.Children)
            {
                if (child is CodeLine line)
                {
                    Print(line);
                    continue;
                }

                var inner = (Block)child;
                if (inner.IsEmpty) continue;
                foreach (CodeLine header in inner.Headers) Print(header);
                if (!inner.HasBraces)
                {
                    Print(inner);
                    continue;
                }

                Separate();
                using (writer.Braces())
                {
                    isAtStart = true;
                    Print(inner);
                }

                isAtStart = hasGap = false;
            }
        }

        private void Print(CodeLine line)
        {
            if (line.Text is { Length: 0 })
            {
                hasGap = true;
                return;
            }

            foreach (string text in line.Fit(writer.Room))
            {
                Separate();
                writer.Line(text);
            }
        }

        private void Separate()
        {
            if (hasGap && !isAtStart) writer.Line();
            isAtStart = hasGap = false;
        }
    }
}

/// <summary>Lines and blocks between braces, below headers; or, without a header, a scope that may do without braces.</summary>
internal sealed class Block
{
    public Block(List<CodeLine> headers, Block? parent)
    {
        Headers = headers;
        Parent = parent;
    }

    public List<CodeLine> Headers { get; }

    public Block? Parent { get; }

    /// <summary>Each a <see cref="CodeLine"/> or a <see cref="Block"/>.</summary>
    public List<object> Children { get; } = new();

    public bool HasBraces { get; private set; }

    /// <summary>Whether nothing would happen in it. A <c>do</c> keeps its block: what stands behind it belongs to it.</summary>
    public bool IsEmpty =>
        !Headers.Exists(header => header.Text == "do") && Children.TrueForAll(child => child is Block block ? block.IsEmpty : !((CodeLine)child).HasStatements);

    public bool Uses(string name) =>
        Headers.Exists(header => header.Uses(name)) || Children.Exists(child => child is Block block ? block.Uses(name) : ((CodeLine)child).Uses(name));

    /// <summary>Gives braces to the scopes in it that declare what is declared around them too, be it before or behind.</summary>
    /// <returns>The names that it would declare in its parent without braces, and those that stay inside in any case.</returns>
    public (HashSet<string> Own, HashSet<string> Inner) DecideBraces()
    {
        var own = new HashSet<string>(StringComparer.Ordinal);
        var inner = new HashSet<string>(Headers.SelectMany(header => header.LoopVariables), StringComparer.Ordinal);
        var scopes = new List<(Block Block, HashSet<string> Own, HashSet<string> Inner)>();
        foreach (object child in Children)
        {
            if (child is CodeLine line)
            {
                own.UnionWith(line.Declared);
                inner.UnionWith(line.LoopVariables);
                continue;
            }

            var block = (Block)child;
            (HashSet<string> names, HashSet<string> kept) = block.DecideBraces();
            if (block.Headers.Count == 0)
            {
                scopes.Add((block, names, kept));
                continue;
            }

            block.HasBraces = true;
            inner.UnionWith(names);
            inner.UnionWith(kept);
        }

        Dictionary<string, int> places = own.Concat(inner.Where(name => !own.Contains(name)))
            .Concat(scopes.SelectMany(scope => scope.Own.Union(scope.Inner)))
            .GroupBy(name => name, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        foreach ((Block block, HashSet<string> names, HashSet<string> kept) in scopes)
        {
            block.HasBraces = names.Any(name => places[name] > 1);
            (block.HasBraces ? inner : own).UnionWith(names);
            inner.UnionWith(kept);
        }

        return (own, inner);
    }
}
