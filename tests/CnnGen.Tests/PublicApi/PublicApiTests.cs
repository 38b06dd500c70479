using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using Xunit;

namespace CnnGen.Tests.PublicApi;

/// <summary>
/// What users and generated code can call is what somebody has accepted: a change of it is a change of CnnGen.txt, where a reviewer sees it.
/// Only the library is read; what the generator adds to the networks of these tests is no part of it.
/// </summary>
public class PublicApiTests
{
    // One file for all frameworks: they differ in how the library computes, not in what it offers.
    [Theory]
    [InlineData("net10.0")]
    [InlineData("net8.0")]
    [InlineData("netstandard2.1")]
    public void Library_HasTheAcceptedMembers(string framework) => AcceptedMembers.Compare(Library(framework), framework);

    [Fact]
    public void Difference_NamesTheType() => Assert.Equal(
        """
          in N: public class A
          - public int Gone { get; }
          + public int New { get; }
          in N: public class B<T>
          + public B() { }

        """.ReplaceLineEndings("\n"),
        AcceptedMembers.Difference(
            "namespace N\n{\n    public class A\n    {\n        public int Gone { get; }\n    }\n    public class B<T>\n        where T : struct\n    {\n    }\n}\n",
            "namespace N\n{\n    public class A\n    {\n        public int New { get; }\n    }\n    public class B<T>\n        where T : struct\n    {\n        public B() { }\n    }\n}\n"));

    private static Assembly Library(string framework)
    {
        string path = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "libraries.txt"))
            .Single(line => Path.GetFileName(Path.GetDirectoryName(line)) == framework);

        // Three libraries of one name, side by side; they stay, since the runtime forgets all casts that it knows when one is unloaded, and
        // other tests count what it then allocates.
        return new AssemblyLoadContext(framework).LoadFromAssemblyPath(path);
    }
}
