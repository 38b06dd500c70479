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
    private readonly List<(Process Process, Silo Silo)> running = new();
    private readonly List<int> killed = new();   // their ports
    private readonly Random random = new();
    private readonly object gate = new();
    private bool hasEnded;

    /// <summary>How many were killed.</summary>
    public int Kills { get; private set; }

    /// <summary>How many of these had the run's coordinator.</summary>
    public int Coordinators { get; private set; }

    /// <summary>Whether a silo is none of those that were killed.</summary>
    /// <param name="silo">Its name.</param>
    public bool Lives(string silo)
    {
        lock (gate) return !killed.Exists(port => silo.Contains($":{port}:", StringComparison.Ordinal));
    }

    /// <summary>Starts one.</summary>
    public void Start()
    {
        // By "dotnet run" the program is itself; by "dotnet Cluster.dll" it is dotnet.
        string program = Environment.ProcessPath!, assembly = Assembly.GetExecutingAssembly().Location;
        bool isOwn = !System.IO.Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true };
        if (!isOwn) start.ArgumentList.Add(assembly);
        Silo silo = next();
        foreach (string argument in silo.Arguments) start.ArgumentList.Add(argument);
        lock (gate)
        {
            if (!hasEnded) running.Add((Process.Start(start)!, silo));
        }
    }

    /// <summary>Ends a random one as a power failure would, every second time the coordinator's if that is here, and starts another.</summary>
    /// <param name="coordinator">The name of the silo where the coordinator is.</param>
    public void KillOne(string coordinator)
    {
        lock (gate)
        {
            if (running.Count == 0) return;
            int found = running.FindIndex(one => coordinator.Contains($":{one.Silo.Port}:", StringComparison.Ordinal));
            int victim = Kills % 2 == 0 && found >= 0 ? found : random.Next(running.Count);
            End(running[victim].Process);
            killed.Add(running[victim].Silo.Port);
            running.RemoveAt(victim);
            Kills++;
            if (victim == found) Coordinators++;
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
            foreach ((Process process, _) in running) End(process);
            running.Clear();
        }
    }

    private static void End(Process process)
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }
}
