using System.Threading;
using CnnGen.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Playground.Compiling;

/// <summary>The C# compiler with the generator. From text to text it keeps what has not changed.</summary>
/// <remarks>Nothing here runs on several threads, of which a page has none.</remarks>
internal sealed class Compiler
{
    private const string File = "Networks.cs";

    private static readonly CSharpParseOptions Language = new(LanguageVersion.Latest);

    private static int assemblies;

    private readonly BuildProperties properties;
    private CSharpCompilation input;
    private SyntaxTree tree;
    private GeneratorDriver driver;

    /// <param name="vectorBits">The vector widths for which text is emitted, as CnnGenVectorBits has them; null: all.</param>
    public Compiler(string? vectorBits = null)
    {
        properties = new BuildProperties(vectorBits);
        tree = Parse("");
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, concurrentBuild: false, nullableContextOptions: NullableContextOptions.Enable);
        input = CSharpCompilation.Create($"Networks{Interlocked.Increment(ref assemblies)}", [tree], References.All, options);
        driver = CSharpGeneratorDriver.Create([new NetworkGenerator().AsSourceGenerator()], parseOptions: Language, optionsProvider: properties);
    }

    /// <summary>Parses a text: what takes no time, and is enough to colour it and to find its errors of syntax.</summary>
    public static SyntaxTree Parse(string text) => CSharpSyntaxTree.ParseText(text, Language, File);

    /// <summary>Reads a text: nothing is written yet, which is what takes long.</summary>
    public Draft Read(string text) => Read(Parse(text));

    /// <summary>Reads a text that was parsed.</summary>
    public Draft Read(SyntaxTree parsed)
    {
        input = input.ReplaceSyntaxTree(tree, parsed);
        tree = parsed;
        return new Draft(input, tree, GeneratorView.Of(input, tree, properties.GlobalOptions));
    }

    /// <summary>Runs the generator on a text.</summary>
    public Compiled Compile(string text) => Compile(Read(text));

    /// <summary>Runs the generator on a text that was read.</summary>
    public Compiled Compile(Draft draft)
    {
        driver = driver.RunGeneratorsAndUpdateCompilation(draft.Input, out Compilation output, out _);
        return new Compiled(draft, (CSharpCompilation)output, driver.GetRunResult().Results[0]);
    }
}
