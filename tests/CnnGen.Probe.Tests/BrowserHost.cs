using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace CnnGen.Probe.Tests;

/// <summary>Runs the probe for WebAssembly in a headless Chromium: serves the page, which posts what the program printed.</summary>
internal static class BrowserHost
{
    public const string Tool = "chromium-headless-shell";

    public const string Packages = "chromium-headless-shell";

    // A minute where nothing else runs.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    // Nothing that asks the network.
    private static readonly string[] Switches =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--remote-debugging-port=0",
    ];

    private static readonly Probe Probe = new("CnnGen.Probe.Browser");

    public static IReadOnlyDictionary<string, Hashes> Run()
    {
        DirectoryInfo profile = Directory.CreateTempSubdirectory("cnngen-browser-");
        using HttpListener server = Listen(out string address);
        using Process browser = Start(profile, address);
        try
        {
            Task<string> answer = Answer(server);
            Task ended = browser.WaitForExitAsync();
            if (Task.WaitAny([answer, ended], Patience) == 1 && !answer.Wait(TimeSpan.FromSeconds(1)))
            {
                throw new InvalidOperationException($"{Tool} ended with {browser.ExitCode} before the page answered");
            }

            if (!answer.IsCompleted) throw new InvalidOperationException($"the page did not answer within {Patience.TotalMinutes} minutes");
            return Hashes.Parse(answer.Result);
        }
        finally
        {
            browser.Kill(entireProcessTree: true);
            browser.WaitForExit();
            Delete(profile);
        }
    }

    private static Process Start(DirectoryInfo profile, string address)
    {
        // What it says of missing buses and displays would fill a pipe that nobody reads.
        var start = new ProcessStartInfo(
            Tool, [.. Switches, "--user-data-dir=" + profile.FullName, address])
        { RedirectStandardOutput = true, RedirectStandardError = true };
        Process browser = Process.Start(start)!;
        browser.BeginOutputReadLine();
        browser.BeginErrorReadLine();
        return browser;
    }

    /// <summary>The browser's children may still write for a moment.</summary>
    private static void Delete(DirectoryInfo folder)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                folder.Delete(recursive: true);
                return;
            }
            catch (IOException)
            {
                if (attempt == 20) return;   // it is a temporary folder
                Thread.Sleep(100);
            }
        }
    }

    private static HttpListener Listen(out string address)
    {
        // HttpListener takes no port of the system's choice.
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        address = $"http://localhost:{((IPEndPoint)free.LocalEndpoint).Port}/";
        free.Stop();
        var server = new HttpListener { Prefixes = { address } };
        server.Start();
        return server;
    }

    /// <summary>Serves files until the page posts what the program printed.</summary>
    private static async Task<string> Answer(HttpListener server)
    {
        string pages = Path.GetFullPath(Path.Combine(Probe.Folder, "..", "..", "..", "wwwroot")), build = Path.Combine(Probe.Folder, "wwwroot");
        while (true)
        {
            HttpListenerContext context = await server.GetContextAsync();
            if (context.Request.HttpMethod == "POST")
            {
                using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
                string output = await reader.ReadToEndAsync();
                context.Response.Close();
                return context.Request.QueryString["exitCode"] == "0" ? output : throw new InvalidOperationException(output);
            }

            string name = context.Request.Url!.AbsolutePath.TrimStart('/');
            string? file = new[] { pages, build }.Select(folder => Path.Combine(folder, name.Length == 0 ? "index.html" : name)).FirstOrDefault(File.Exists);
            if (file == null)
            {
                context.Response.StatusCode = 404;
            }
            else
            {
                context.Response.ContentType = Path.GetExtension(file) switch
                {
                    ".html" => "text/html",
                    ".js" => "text/javascript",
                    ".json" => "application/json",
                    ".wasm" => "application/wasm",
                    _ => "application/octet-stream",
                };
            }

            try
            {
                if (file != null) await context.Response.OutputStream.WriteAsync(await File.ReadAllBytesAsync(file));
                context.Response.Close();
            }
            catch (HttpListenerException)
            {
                // The page asks for some files and changes its mind.
            }
        }
    }
}
