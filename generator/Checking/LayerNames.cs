using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Model;
using Microsoft.CodeAnalysis.CSharp;

namespace CnnGen.Generator.Checking;

/// <summary>
/// Names the layers: as they are declared, or by kind and number. A number counts every layer of the kind, named or not, so that naming one
/// never renames another.
/// </summary>
internal static class LayerNames
{
    private const string NameArgument = "Name";

    /// <summary>The name of each layer, by its annotation's number.</summary>
    public static Dictionary<int, string> Assign(EquatableArray<Annotation> annotations, ICollection<Problem> problems)
    {
        var names = new Dictionary<int, string>();
        var numbers = new Dictionary<string, int>();
        for (int index = 0; index < annotations.Count; index++)
        {
            if (!Catalogue.Layers.ContainsKey(annotations[index].Kind)) continue;
            string numbered = Numbered(annotations[index].Kind, numbers);
            names[index] = Declared(annotations[index]) ?? numbered;
        }

        // Members begin with a capital, so that names that differ only there would meet in the generated code.
        foreach (int index in names.Keys.Where(index => Declared(annotations[index]) != null))
        {
            string name = names[index];
            if (!SyntaxFacts.IsValidIdentifier(name) || name.Any(c => char.GetUnicodeCategory(c) == UnicodeCategory.Format))
            {
                problems.Add(new Problem(Rules.InvalidName.Id, Place.At(index, NameArgument), name));
                continue;
            }

            bool IsCalledAlike(int other) => other != index && names[other].Length > 0 && Text.Pascal(names[other]) == Text.Pascal(name);
            foreach (int other in names.Keys.Where(IsCalledAlike).Take(1))
            {
                // Of two declared names the later one is at fault.
                bool isDeclared = Declared(annotations[other]) != null;
                if (isDeclared && other > index) continue;
                string holder = isDeclared
                    ? $"the {annotations[other].Kind} before it"
                    : $"the {annotations[other].Kind} that is called '{names[other]}' by its number";
                problems.Add(new Problem(Rules.SameName.Id, Place.At(index, NameArgument), name, holder));
            }
        }

        return names;
    }

    private static string? Declared(Annotation annotation) => annotation.Arguments.FirstOrDefault(argument => argument.Name == NameArgument)?.Value as string;

    private static string Numbered(string kind, Dictionary<string, int> numbers)
    {
        string lower = kind.ToLowerInvariant();
        numbers.TryGetValue(lower, out int number);
        numbers[lower] = ++number;
        return lower + (char.IsDigit(lower[lower.Length - 1]) ? "_" : "") + Text.Number(number);
    }
}
