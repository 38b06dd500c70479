using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;

namespace Cluster;

/// <summary>Silos in processes of their own.</summary>
internal sealed class Processes(Func<Silo> next) : IDisposable
{
    private readonly List<Process> running = new();
    private readonly Random random = new();
    private readonly object gate = new();
    private bool hasEnded;

    /// <summary>How many were killed.</summary>
    public int Kills { get; private set; }

    /// <summary>Starts one.</summary>
    public void Start()
    {
        // By "dotnet run" the program is itself; by "dotnet Cluster.dll" it is dotnet.
        string program = Environment.ProcessPath!, assembly = Assembly.GetExecutingAssembly().Location;
        bool isOwn = !System.IO.Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true };
        if (!isOwn) start.ArgumentList.Add(assembly);
        foreach (string argument in next().Arguments) start.ArgumentList.Add(argument);
        lock (gate)
        {
            if (!hasEnded) running.Add(Process.Start(start)!);
        }
    }

    /// <summary>Ends a random one as a power failure would, and starts another.</summary>
    public void KillOne()
    {
        lock (gate)
        {
            if (running.Count == 0) return;
            Process victim = running[random.Next(running.Count)];
            victim.Kill();
            victim.WaitForExit();
            running.Remove(victim);
            victim.Dispose();
            Kills++;
        }

        Start();
    }

    /// <summary>A port that nobody listens on now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public void Dispose()
    {
        lock (gate)
        {
            hasEnded = true;
            foreach (Process process in running)
            {
                process.Kill();
                process.WaitForExit();
                process.Dispose();
            }

            running.Clear();
        }
    }
}
