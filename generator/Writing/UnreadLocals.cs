using System;
using System.Collections.Generic;

namespace CnnGen.Generator.Writing;

/// <summary>Finds the locals of a kernel that are set and never read, and drops them with all that sets them.</summary>
internal static class UnreadLocals
{
    /// <summary>Drops those that nobody reads. What was read only to set them may be the next.</summary>
    /// <returns>Whether there were any.</returns>
    public static bool Drop(Block root)
    {
        var all = new List<Local>();
        Visit(root, new Scope(null), all);
        bool any = false;
        foreach (Local local in all)
        {
            if (local.IsRead) continue;
            any = true;
            foreach (Action drop in local.Places) drop();
        }

        return any;
    }

    private static void Visit(Block block, Scope outer, List<Local> all)
    {
        var scope = new Scope(outer);
        foreach (CodeLine header in block.Headers) Visit(header, scope, all);
        foreach (object child in block.Children)
        {
            if (child is Block inner) Visit(inner, scope, all);
            else Visit((CodeLine)child, scope, all);
        }
    }

    private static void Visit(CodeLine line, Scope scope, List<Local> all)
    {
        foreach (Statement statement in line.Statements)
        {
            // A loop's variable hides none: the language has no such thing. It is read by its header.
            foreach (Declarator declarator in statement.Declarators)
            {
                if (declarator.IsDropped) continue;
                foreach (string name in declarator.Reads) scope.Read(name);
                var local = new Local(declarator.IsReference) { IsRead = declarator.HasEffect };
                local.Places.Add(() => declarator.IsDropped = true);
                scope.Locals[declarator.Name] = local;
                all.Add(local);
            }

            bool isGone = statement.Targets.Count > 0 && statement.Text == null;
            foreach (Target target in statement.Targets)
            {
                if (target.IsDropped || scope.Find(target.Name) is not { } local) continue;
                local.Places.Add(() => target.IsDropped = true);

                // What a reference refers to is somebody else's.
                if (statement.IsNeeded || (local.IsReference && !statement.IsRebinding)) local.IsRead = true;
            }

            if (isGone) continue;
            foreach (string name in statement.Reads)
            {
                // Nobody but itself, where a sum goes on or a pointer moves.
                if (statement.Targets.Count != 1 || statement.Targets[0].Name != name) scope.Read(name);
            }
        }
    }

    private sealed class Local
    {
        public Local(bool isReference) => IsReference = isReference;

        public bool IsReference { get; }

        public bool IsRead { get; set; }

        public List<Action> Places { get; } = new();
    }

    private sealed class Scope
    {
        private readonly Scope? outer;

        public Scope(Scope? outer) => this.outer = outer;

        public Dictionary<string, Local> Locals { get; } = new(StringComparer.Ordinal);

        public Local? Find(string name) => Locals.TryGetValue(name, out Local? local) ? local : outer?.Find(name);

        public void Read(string name)
        {
            if (Find(name) is { } local) local.IsRead = true;
        }
    }
}
