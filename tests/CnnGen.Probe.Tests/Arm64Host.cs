using System;
using System.Collections.Generic;
using System.IO;

namespace CnnGen.Probe.Tests;

/// <summary>Runs the probe for 64-bit Arm in QEMU's user-mode emulation.</summary>
internal static class Arm64Host
{
    public const string Tool = "qemu-aarch64-static";

    public const string Packages = "qemu-user-static libc6-arm64-cross libstdc++6-arm64-cross libgcc-s1-arm64-cross";

    /// <summary>One of the other architecture's libraries.</summary>
    public const string Library = Root + "/lib/libstdc++.so.6";

    private const string Root = "/usr/aarch64-linux-gnu";

    private static readonly Probe Probe = new("CnnGen.Probe.Arm64", Path.Combine("net10.0", "linux-arm64"));

    public static IReadOnlyDictionary<string, Hashes> Run(params (string Name, string Value)[] environment)
    {
        Command command = Command(environment);
        Result result = Probe.Start(command.Program, command.Arguments, command.Environment);
        return result.ExitCode == 0 ? Hashes.Parse(result.Output) : throw new InvalidOperationException(result.Error);
    }

    /// <summary>Any program that needs no more than the library.</summary>
    public static Command Command(Probe program) => Command([("CNNGEN_PROBE_PROGRAM", Path.Combine(program.Folder, program.FileName))]);

    // Without the second, QEMU 7 aborts in one run of four.
    private static Command Command((string Name, string Value)[] environment) => new(
        Tool, [Path.Combine(Probe.Folder, Probe.Project)], [("QEMU_LD_PREFIX", Root), ("DOTNET_EnableWriteXorExecute", "0"), .. environment]);
}
