using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using VerifyTests;
using VerifyXunit;

namespace CnnGen.Generator.Tests.Verification;

internal static partial class VerifyInitializer
{
#pragma warning disable CA2255 // Verify's settings are made before any test runs.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Initialize()
    {
        VerifySourceGenerators.Initialize();
        Verifier.UseSourceFileRelativeDirectory("Snapshots");

        // A release changes no snapshot.
        VerifierSettings.AddScrubber(text =>
        {
            string scrubbed = GeneratorVersion().Replace(text.ToString(), "${before}%VERSION%");
            text.Clear().Append(scrubbed);
        });
    }

    [GeneratedRegex("(?<before>GeneratedCode(Attribute)?\\(\"CnnGen[^\"]*\", \")[^\"]*")]
    private static partial Regex GeneratorVersion();
}
