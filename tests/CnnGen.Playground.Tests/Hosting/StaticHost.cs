using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;

namespace CnnGen.Playground.Tests.Hosting;

/// <summary>Serves a folder, under a sub-path, as any static host does: files, their types, and nothing else.</summary>
internal sealed class StaticHost : IDisposable
{
    private const string SubPath = "/some/place/";

    private readonly HttpListener server = new();
    private readonly string folder;

    public StaticHost(string folder)
    {
        this.folder = Path.GetFullPath(folder);

        // HttpListener takes no port of the system's choice.
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        string host = $"http://localhost:{((IPEndPoint)free.LocalEndpoint).Port}";
        free.Stop();
        Address = host + SubPath;
        server.Prefixes.Add(host + "/");
        server.Start();
        _ = Serve();
    }

    /// <summary>The page's address.</summary>
    public string Address { get; }

    public void Dispose() => server.Close();

    private async Task Serve()
    {
        while (server.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await server.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            _ = Answer(context);
        }
    }

    private async Task Answer(HttpListenerContext context)
    {
        string path = Uri.UnescapeDataString(context.Request.Url!.AbsolutePath);
        string file = Path.GetFullPath(Path.Combine(folder, path.StartsWith(SubPath, StringComparison.Ordinal) ? path[SubPath.Length..] : "…"));
        if (path == SubPath) file = Path.Combine(folder, "index.html");
        HttpListenerResponse response = context.Response;
        try
        {
            if (file.StartsWith(folder, StringComparison.Ordinal) && File.Exists(file))
            {
                response.ContentType = TypeOf(Path.GetExtension(file));
                response.Headers["Cache-Control"] = "max-age=3600";
                await response.OutputStream.WriteAsync(await File.ReadAllBytesAsync(file));
            }
            else
            {
                response.StatusCode = 404;
            }

            response.Close();
        }
        catch (HttpListenerException)
        {
            // The page asks for some files and changes its mind.
        }
    }

    private static string TypeOf(string extension) => extension switch
    {
        ".html" => "text/html",
        ".css" => "text/css",
        ".js" => "text/javascript",
        ".json" => "application/json",
        ".png" => "image/png",
        ".wasm" => "application/wasm",
        _ => "application/octet-stream",
    };
}
