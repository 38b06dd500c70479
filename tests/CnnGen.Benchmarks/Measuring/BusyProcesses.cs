using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;

namespace CnnGen.Benchmarks.Measuring;

/// <summary>Other processes, each of which wants a core all the time.</summary>
internal sealed class BusyProcesses : IDisposable
{
    /// <summary>The hidden command by which the program starts itself.</summary>
    public const string Command = "busy";

    private readonly List<Process> processes = [];

    public BusyProcesses(int count)
    {
        ProcessStartInfo start = FreshProcess.Itself(Command);
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        for (int i = 0; i < count; i++) processes.Add(Process.Start(start)!);
        foreach (Process process in processes)
        {
            if (process.StandardOutput.ReadLine() is null) throw new FailureException("a busy process has not begun");
        }
    }

    /// <summary>Keeps a core busy until the process that wanted it closes the input, or is no more.</summary>
    public static void KeepBusy()
    {
        new Thread(() =>
        {
            Console.In.ReadToEnd();
            Environment.Exit(0);
        }).Start();
        Console.WriteLine(Command);
        while (true)
        {
        }
    }

    public void Dispose()
    {
        foreach (Process process in processes)
        {
            process.StandardInput.Close();
            process.WaitForExit();
            process.Dispose();
        }
    }
}
