using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using CnnGen.Generator.Tests.Gradients;
using CnnGen.Playground.Tests.Hosting;
using Xunit;
using Xunit.Abstractions;

namespace CnnGen.Playground.Tests;

/// <summary>
/// Every kind of layer, loss and optimizer is emitted, compiled and run in the page. Networks that are compiled there call what the trimmer cannot see: this is
/// what finds a root that is missing.
/// </summary>
[Collection(PageCollection.Name)]
public sealed class KindsTests(PublishedPage site, ITestOutputHelper output)
{
    // A step function has no gradient that could be checked.
    private const string Flat = "[Network(4)] [Dense(3), Sign, Dense(2)] [HalfSquaredError]";

    [Fact]
    public void EveryKindIsInSomeDeclaration()
    {
        HashSet<string> covered = [.. Declarations().SelectMany(KindsOf)];
        Assert.Empty(Kinds<LayerAttribute>().Concat(Kinds<LossAttribute>()).Concat(Kinds<OptimizerAttribute>()).Except(covered));
    }

    [BrowserFact]
    public async Task EveryKindRunsInThePage()
    {
        List<string> declarations = Declarations();
        output.WriteLine(string.Join("\n", declarations));
        await using PlaygroundPage page = await site.Open();
        await page.Editor.FillAsync("using CnnGen;\n" + string.Concat(declarations.Select((text, i) => $"{text}\npublic sealed partial class Net{i} {{ }}\n")));
        await page.Page.Locator("#build").ClickAsync();
        string status = await page.WaitFor("compiled in");
        for (int i = 0; i < declarations.Count; i++) Assert.Matches($@"\bNet{i}\b", status);
        output.WriteLine(status);
    }

    /// <summary>Of the networks whose gradients the generator's tests check, as few as together have every kind; each with an optimizer.</summary>
    private static List<string> Declarations()
    {
        HashSet<string> left = [.. Kinds<LayerAttribute>(), .. Kinds<LossAttribute>()];
        List<string> chosen = [], table = [.. GradientTable.ByName.Values, Flat];
        while (table.MaxBy(text => KindsOf(text).Count(left.Contains)) is { } best && KindsOf(best).Any(left.Contains))
        {
            chosen.Add(best);
            left.ExceptWith(KindsOf(best));
        }

        string[] optimizers = [.. Kinds<OptimizerAttribute>()];
        return [.. chosen.Select((text, i) => $"{text} [{optimizers[i % optimizers.Length]}]")];
    }

    private static IEnumerable<string> Kinds<T>() => typeof(T).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(T)) && !type.IsAbstract)
        .Select(type => type.Name[..^"Attribute".Length])
        .Order(StringComparer.Ordinal);

    private static HashSet<string> KindsOf(string declaration) => [.. Regex.Matches(declaration, @"(?<=[\[,] *)[A-Za-z]\w*").Select(match => match.Value)];
}
