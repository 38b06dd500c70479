using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using CnnGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using VerifyTests;
using Xunit;
using static VerifyXunit.Verifier;

namespace CnnGen.Generator.Tests.Verification;

/// <summary>Tests of the stand-in for Verify; they go with it. It changes the working directory, so nothing may run beside it.</summary>
[Collection(nameof(VerifierTests))]
[CollectionDefinition(nameof(VerifierTests), DisableParallelization = true)]
public sealed class VerifierTests : IDisposable
{
    private static readonly byte[] Bom = [0xEF, 0xBB, 0xBF];

    private readonly string directory = Directory.CreateTempSubdirectory("CnnGen.Verifier").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    /// <summary>A stand-in with the texts of Verify's own SampleTest.Driver wrote its three snapshots byte for byte; these have others.</summary>
    [Fact]
    public Task SourcesAndDiagnostics_AreFoundBesideTheTest() => Verify(Samples.Driver(Samples.Greeting, Samples.Answer, Samples.Report));

    [Theory]
    [InlineData("a/b", 2.5)]
    public Task Parameters_AreInTheName(string name, double size)
    {
        Assert.Equal(("a/b", 2.5), (name, size));
        using CommaCulture culture = new();
        return Verify(Samples.Driver(Samples.Answer)).UseParameters(name, size);
    }

    [Fact]
    public async Task New_IsReceivedWithBomAndWithoutFinalNewline()
    {
        VerifyException failure = await Fails("New", Samples.Driver(("New.g.cs", "class New\r\n{\r\n}")));
        Assert.Equal(["New#New.g.received.cs"], Files());
        Assert.Equal([.. Bom, .. "//HintName: New.g.cs\nclass New\n{\n}"u8], File.ReadAllBytes(Path.Combine(directory, "New#New.g.received.cs")));
        Assert.Equal(
            $"Directory: {directory}\nNew:\n  - Received: New#New.g.received.cs\n    Verified: New#New.g.verified.cs\n\n"
            + "FileContent:\n\nNew:\n\nReceived: New#New.g.received.cs\n//HintName: New.g.cs\nclass New\n{\n}\n\n",
            failure.Message);
    }

    [Fact]
    public async Task Accepted_IsEqual_AndReceivedFilesGo()
    {
        await Fails("Accepted", Samples.Driver(Samples.Answer));
        Accept();
        await Compare("Accepted", Samples.Driver(Samples.Answer));
        Assert.Equal(["Accepted#Answer.g.verified.cs"], Files());
    }

    [Fact]
    public async Task Changed_IsReceived_AndTheOthersAreEqual()
    {
        await Fails("Changed", Samples.Driver(Samples.Greeting, Samples.Answer));
        Accept();
        VerifyException failure = await Fails("Changed", Samples.Driver(("Greeting.g.cs", "// other\n"), Samples.Answer));
        Assert.Contains(
            "NotEqual:\n  - Received: Changed#Greeting.g.received.cs\n    Verified: Changed#Greeting.g.verified.cs\n",
            failure.Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "Equal:\n  - Received: Changed#Answer.g.received.cs\n    Verified: Changed#Answer.g.verified.cs\n", failure.Message, StringComparison.Ordinal);
        Assert.Contains(
            "Received: Changed#Greeting.g.received.cs\n//HintName: Greeting.g.cs\n// other\n\nVerified: Changed#Greeting.g.verified.cs\n//HintName: Greeting.g.cs\nnamespace Made",
            failure.Message,
            StringComparison.Ordinal);
        Assert.Equal(["Changed#Answer.g.verified.cs", "Changed#Greeting.g.received.cs", "Changed#Greeting.g.verified.cs"], Files());
    }

    [Fact]
    public async Task FinalNewline_Counts()
    {
        File.WriteAllText(Path.Combine(directory, "Newline#a.verified.cs"), "//HintName: a.cs\n// a\n");
        await Compare("Newline", Samples.Driver(("a.cs", "// a\n")));
        await Fails("Newline", Samples.Driver(("a.cs", "// a")));
    }

    [Fact]
    public async Task Stale_IsAFailure()
    {
        File.WriteAllText(Path.Combine(directory, "Stale#gone.verified.cs"), "//HintName: gone.cs\n");
        File.WriteAllText(Path.Combine(directory, "Stale.verified.txt"), "{");
        File.WriteAllText(Path.Combine(directory, "StaleOther#gone.verified.cs"), "//HintName: gone.cs\n");
        File.WriteAllText(Path.Combine(directory, "Stale#a.verified.cs"), "//HintName: a.cs\n// a");
        VerifyException failure = await Fails("Stale", Samples.Driver(("a.cs", "// a")));
        Assert.Equal(
            $"Directory: {directory}\nDelete:\n  - Stale#gone.verified.cs\n  - Stale.verified.txt\nEqual:\n  - Received: Stale#a.received.cs\n    Verified: Stale#a.verified.cs\n",
            failure.Message);
    }

    [Fact]
    public async Task CarriageReturn_IsAFailure_AndReceived()
    {
        File.WriteAllText(Path.Combine(directory, "Return#a.verified.cs"), "//HintName: a.cs\r\n// a");
        VerifyException failure = await Fails("Return", Samples.Driver(("a.cs", "// a")));
        Assert.Contains("must use \\n line endings", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Return#a.received.cs", Files());
    }

    [Fact]
    public async Task EmptyVerifiedFile_IsNew()
    {
        File.WriteAllText(Path.Combine(directory, "Empty#a.verified.cs"), "");
        VerifyException failure = await Fails("Empty", Samples.Driver(("a.cs", "// a")));
        Assert.Contains("\nNew:\n", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["Empty#a.received.cs"], Files());
    }

    [Fact]
    public async Task Nothing_IsAFailure()
    {
        VerifyException failure = await Fails("Nothing", Samples.Driver());
        Assert.Contains("nothing to verify", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TwoOfOneName_AreNumbered_AndFoldersAndColonsAreNotInTheName()
    {
        GeneratorDriver driver = Samples.DriverOf([("Folder/Same.g.cs", "// 1")], [("Same.g.cs", "// 2"), ("Other.g.cs", "// 3")]);
        await Fails("Two", driver);
        Assert.Equal(["Two#Other.g.received.cs", "Two#Same.g.00.received.cs", "Two#Same.g.01.received.cs"], Files());
        Assert.Equal("a-b-c\\d-", FileNames.Sanitize("a:b?c\\d\n", FileNames.NotInPaths));
    }

    [Fact]
    public void SecondUseOfAName_IsAFailure()
    {
        SnapshotEngine.Claim(Path.Combine(directory, "Twice"));
        Assert.Throws<VerifyException>(() => SnapshotEngine.Claim(Path.Combine(directory, "twice")));
    }

    [Fact]
    public async Task GeneratorThatThrows_IsAFailure()
    {
        GeneratorDriver driver = Samples.Driver(new InvalidOperationException("By design."));
        await Assert.ThrowsAsync<AggregateException>(() => Compare("Throws", driver));
    }

    [Fact]
    public async Task Culture_ChangesNothing()
    {
        using CommaCulture culture = new();
        await Fails("Culture", Samples.Driver(Samples.Report));
        string text = File.ReadAllText(Path.Combine(directory, "Culture.received.txt"));
        Assert.Contains("(1,2)-(3,4)", text, StringComparison.Ordinal);
        Assert.Equal("1.5", FileNames.OfValue(1.5));
    }

    [Fact]
    public Task WorkingDirectory_ChangesNothing()
    {
        string before = Directory.GetCurrentDirectory();
        Directory.SetCurrentDirectory(directory);
        try
        {
            return Verify(Samples.Driver(Samples.Answer));
        }
        finally
        {
            Directory.SetCurrentDirectory(before);
        }
    }

    [Fact]
    public void Version_IsScrubbed()
    {
        System.Text.StringBuilder text = new(
            "[GeneratedCode(\"CnnGen.Generator\", \"0.1.0.0\")] [global::A.GeneratedCodeAttribute(\"CnnGen\", \"1\")] [GeneratedCode(\"Other\", \"1\")]");
        foreach (Action<System.Text.StringBuilder> scrubber in VerifierSettings.Scrubbers) scrubber(text);
        Assert.Equal(
            "[GeneratedCode(\"CnnGen.Generator\", \"%VERSION%\")] [global::A.GeneratedCodeAttribute(\"CnnGen\", \"%VERSION%\")] [GeneratedCode(\"Other\", \"1\")]",
            text.ToString());
    }

    [Fact]
    public void Names_FollowTheType()
    {
        Assert.Equal("VerifierTests.Names_FollowTheType", Prefix("/a/VerifierTests.cs", nameof(Names_FollowTheType), []));
        Assert.Equal(
            "VerifierTests.Nested.Inside_a=null_b=x-y_c=1,2,null",
            Prefix("/a/VerifierTests.cs", nameof(Nested.Inside), [null, "x#y", new object?[] { 1, 2L, null }]));
        Assert.Throws<VerifyException>(() => Prefix("/a/OtherTests.cs", nameof(Names_FollowTheType), []));
        Assert.Throws<VerifyException>(() => Prefix("/a/VerifierTests.cs", nameof(Names_FollowTheType), [1]));
    }

    [Fact]
    public void Values_AreAsVerifyWritesThem()
    {
        object?[] values = [null, true, 1, 2.5, "a\\b", DayOfWeek.Monday, Array.Empty<int>(), new[] { "a", "b" }];
        Assert.Equal(["null", "True", "1", "2.5", "a-b", "Monday", "[]", "a,b"], values.Select(FileNames.OfValue));
    }

    private string[] Files() => Directory.GetFiles(directory).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal).ToArray();

    private void Accept()
    {
        foreach (string file in Directory.GetFiles(directory)) File.Move(file, file.Replace(".received.", ".verified.", StringComparison.Ordinal));
    }

    /// <summary>Never opens a tool.</summary>
    private Task Compare(string prefix, GeneratorDriver driver) => SnapshotEngine.Compare(driver.GetRunResult(), directory, prefix, mayLaunch: false);

    private Task<VerifyException> Fails(string prefix, GeneratorDriver driver) => Assert.ThrowsAsync<VerifyException>(() => Compare(prefix, driver));

    internal static class Nested
    {
        public static string Inside(object? a, string b, IEnumerable<object?> c) => $"{a}{b}{c}";
    }
}
