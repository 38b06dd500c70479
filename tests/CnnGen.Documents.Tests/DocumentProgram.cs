using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using System.Threading.Tasks;
using CnnGen.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;

namespace CnnGen.Documents.Tests;

/// <summary>
/// A document as a program: its types stand in one namespace, and the statements of each block are a method of the class <c>Page</c>. What
/// they use and do not declare is in that class's other part, <c>Given/….cs</c>.
/// </summary>
internal sealed class DocumentProgram
{
    // Those that a new project has, and the library's.
    private static readonly string[] Usings =
        ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks", "CnnGen"];

    private readonly CSharpCompilation compilation;
    private readonly IReadOnlyList<Diagnostic> said;

    private DocumentProgram(CSharpCompilation compilation, IReadOnlyList<Diagnostic> said)
    {
        this.compilation = compilation;
        this.said = said;
    }

    /// <summary>Errors, and all that CnnGen says; in the document's own lines.</summary>
    public IReadOnlyList<string> Problems =>
        [
            .. said.Concat(compilation.GetDiagnostics())
                .Where(one => one.Severity == DiagnosticSeverity.Error || one.Id.StartsWith("CNN", StringComparison.Ordinal))
                .Select(one => $"{Place(one.Location.GetMappedLineSpan())}: {one.Id}: {one.GetMessage(CultureInfo.InvariantCulture)}"),
        ];

    private static string Place(FileLinePositionSpan span) => $"{span.Path}({span.StartLinePosition.Line + 1})";

    /// <summary>Runs the generator and the compiler.</summary>
    /// <param name="document">The document's name, for messages.</param>
    /// <param name="blocks">Its blocks in C#.</param>
    /// <param name="given">The other part of <c>Page</c>, or nothing.</param>
    public static DocumentProgram Of(string document, IEnumerable<Block> blocks, string given)
    {
        CSharpParseOptions parsing = new(LanguageVersion.Latest);
        string[] references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Document" + Guid.NewGuid().ToString("N"),
            [CSharpSyntaxTree.ParseText(Source(document, blocks), parsing), CSharpSyntaxTree.ParseText(given, parsing, "Given/" + document)],
            references.Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable));
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new NetworkGenerator().AsSourceGenerator()], parseOptions: parsing);
        driver = driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _);
        return new DocumentProgram((CSharpCompilation)output, driver.GetRunResult().Diagnostics);
    }

    /// <summary>Runs the statements of blocks, one after the other on one page, and returns what each printed.</summary>
    public async Task<IReadOnlyList<string>> Run(IEnumerable<Block> blocks)
    {
        using MemoryStream stream = new();
        EmitResult result = compilation.Emit(stream);
        if (!result.Success) throw new InvalidOperationException(string.Join("\n", result.Diagnostics));
        Type type = Assembly.Load(stream.ToArray()).GetType("Document.Page")!;
        object page = Activator.CreateInstance(type)!;
        List<string> printed = [];
        TextWriter console = Console.Out;
        foreach (Block block in blocks)
        {
            using StringWriter text = new() { NewLine = "\n" };
            Console.SetOut(text);
            try
            {
                if (type.GetMethod(MethodOf(block))?.Invoke(page, BindingFlags.DoNotWrapExceptions, null, null, null) is Task task) await task.ConfigureAwait(false);
            }
            finally
            {
                Console.SetOut(console);
            }

            printed.Add(text.ToString());
        }

        return printed;
    }

    private static string MethodOf(Block block) => $"Line{block.Line}";

    private static string Source(string document, IEnumerable<Block> blocks)
    {
        HashSet<string> usings = new(Usings, StringComparer.Ordinal);
        StringBuilder types = new(), methods = new();
        foreach (Block block in blocks)
        {
            CompilationUnitSyntax unit = CSharpSyntaxTree.ParseText(block.Code).GetCompilationUnitRoot();
            usings.UnionWith(unit.Usings.Select(one => one.Name!.ToString()));
            GlobalStatementSyntax[] statements = [.. unit.Members.OfType<GlobalStatementSyntax>()];
            foreach (MemberDeclarationSyntax member in unit.Members.Except(statements)) types.Append(Mapped(member));
            if (statements.Length == 0) continue;
            bool waits = statements.Any(statement => statement.DescendantNodes().OfType<AwaitExpressionSyntax>().Any());
            methods.Append($"public {(waits ? "async Task" : "void")} {MethodOf(block)}()\n{{\n");
            foreach (GlobalStatementSyntax statement in statements) methods.Append(Mapped(statement));
            methods.Append("}\n");

            string Mapped(SyntaxNode node) =>
                $"#line {block.Line + node.GetLocation().GetLineSpan().StartLinePosition.Line} \"{document}\"\n{node}\n#line default\n";
        }

        return $"{string.Concat(usings.Select(one => $"using {one};\n"))}namespace Document;\n{types}public sealed partial class Page\n{{\n{methods}}}\n";
    }
}
