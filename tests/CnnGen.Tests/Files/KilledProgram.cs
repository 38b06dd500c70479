using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Threading;

namespace CnnGen.Tests.Files;

/// <summary>What the tests' own assembly does as a program: threads that write a file each, again and again, until they are killed.</summary>
internal static class KilledProgram
{
    // To start a process takes longest: each that is killed is writing several files.
    public const int FilesAtOnce = 4;

    /// <summary>
    /// Starts the program, and kills it some time after it has written each file.
    /// </summary>
    /// <param name="work">What it does.</param>
    /// <param name="files">For each file its path and a number that the work takes.</param>
    /// <param name="time">How long it goes on.</param>
    /// <returns>For each file the largest number that it has told.</returns>
    public static int[] Run(string work, IReadOnlyList<(string Path, int Number)> files, TimeSpan time)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(typeof(KilledProgram).Assembly.Location);
        start.ArgumentList.Add(work);
        foreach ((string path, int number) in files)
        {
            start.ArgumentList.Add(path);
            start.ArgumentList.Add(number.ToString(CultureInfo.InvariantCulture));
        }

        using Process process = Process.Start(start)!;
        int[] told = new int[files.Count];
        while (told.Contains(0)) Note(process.StandardOutput.ReadLine()!);
        Thread.Sleep(time);
        process.Kill();
        foreach (string line in process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)) Note(line);
        process.WaitForExit();
        return told;

        // The last line may be cut off: it then tells nothing, or a smaller number.
        void Note(string line)
        {
            string[] words = line.Split(' ');
            if (words.Length < 2 || !int.TryParse(words[1], CultureInfo.InvariantCulture, out int number)) return;
            int file = int.Parse(words[0], CultureInfo.InvariantCulture);
            told[file] = Math.Max(told[file], number);
        }
    }

    private static void Main(string[] arguments)
    {
        Action<string, int, Action<int>> work = arguments[0] == nameof(Saving) ? Saving.Run : Interrupted.Run;
        for (int i = 1; i < arguments.Length; i += 2)
        {
            int file = i / 2, number = int.Parse(arguments[i + 1], CultureInfo.InvariantCulture);
            string path = arguments[i];
            new Thread(() => work(path, number, done => Console.WriteLine($"{file} {done}"))).Start();
        }
    }
}
