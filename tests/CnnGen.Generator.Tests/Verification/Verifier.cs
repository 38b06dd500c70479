// Stands in for the packages Verify.Xunit and Verify.SourceGenerators, which cannot be restored here: the same calls, the same file
// names, the same bytes. The day they restore, this file and its tests go, a package reference comes, and nothing else changes.
// Left out, since no test here needs it: replacing paths, GUIDs and dates; UniqueFor…; the settings that Verify takes besides those below.
using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Tasks;
using DiffEngine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using VerifyTests;

namespace VerifyXunit
{
    public static class Verifier
    {
        private static string snapshots = "";

        /// <summary>Keeps snapshots in a directory beside the test's source.</summary>
        public static void UseSourceFileRelativeDirectory(string directory) => snapshots = directory;

        /// <summary>Compares what a generator made with the accepted snapshots of the calling test.</summary>
        public static SettingsTask Verify(GeneratorDriver driver, [CallerFilePath] string sourceFile = "", [CallerMemberName] string method = "") =>
            Verify(isIgnored => SnapshotEngine.TargetsOf(driver.GetRunResult(), isIgnored), sourceFile, method);

        /// <summary>Compares a text with the accepted snapshot of the calling test.</summary>
        public static SettingsTask Verify(string target, [CallerFilePath] string sourceFile = "", [CallerMemberName] string method = "") =>
            Verify(_ => SnapshotEngine.TargetsOf(target), sourceFile, method);

        private static SettingsTask Verify(Func<Func<GeneratedSourceResult, bool>, List<Target>> targets, string sourceFile, string method) =>
            new(async (parameters, isIgnored) =>
        {
            string directory = Path.Combine(Path.GetDirectoryName(sourceFile)!, snapshots);
            string prefix = Prefix(sourceFile, method, parameters);
            SnapshotEngine.Claim(Path.Combine(directory, prefix));
            await SnapshotEngine.Compare(targets(isIgnored), directory, prefix, SnapshotEngine.MayLaunch);
        });

        /// <summary>Verify names files by types, and asks xunit which test runs. One test class for each file, of its name, is the same.</summary>
        internal static string Prefix(string sourceFile, string method, object?[] parameters)
        {
            const BindingFlags own = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
            string file = Path.GetFileNameWithoutExtension(sourceFile);
            MethodInfo[] found = typeof(Verifier).Assembly.GetTypes()
                .Where(type => NameOf(type).Split('.')[0] == file)
                .SelectMany(type => type.GetMethods(own))
                .Where(candidate => candidate.Name == method)
                .ToArray();
            if (found.Length != 1)
            {
                throw new VerifyException($"{found.Length} methods {method} in a class called {file}, like its file, or nested in it; there has to be one.");
            }

            ParameterInfo[] declared = found[0].GetParameters();
            if (parameters.Length > declared.Length)
            {
                throw new VerifyException($"UseParameters has {parameters.Length} values, {method} {declared.Length} parameters.");
            }

            return $"{NameOf(found[0].DeclaringType!)}.{method}"
                + string.Concat(parameters.Select((value, i) => $"_{declared[i].Name}={FileNames.OfValue(value)}"));

            static string NameOf(Type type) => type.DeclaringType is null ? type.Name : $"{NameOf(type.DeclaringType)}.{type.Name}";
        }
    }
}

namespace VerifyTests
{
    public static class VerifySourceGenerators
    {
        /// <summary>Registers the generator driver with Verify; the stand-in knows nothing else.</summary>
        public static void Initialize() { }
    }

    public static class VerifierSettings
    {
        internal static List<Action<StringBuilder>> Scrubbers { get; } = [];

        /// <summary>Edits every text before it is compared.</summary>
        public static void AddScrubber(Action<StringBuilder> scrubber) => Scrubbers.Add(scrubber);
    }

    /// <summary>A comparison that begins when it is awaited.</summary>
    public sealed class SettingsTask(Func<object?[], Func<GeneratedSourceResult, bool>, Task> compare)
    {
        private object?[] parameters = [];
        private Func<GeneratedSourceResult, bool> isIgnored = _ => false;

        public static implicit operator Task(SettingsTask task) => task.ToTask();

        /// <summary>Names the case of a theory in the snapshots' names.</summary>
        public SettingsTask UseParameters(params object?[] values)
        {
            parameters = values;
            return this;
        }

        /// <summary>Leaves generated sources out of the comparison.</summary>
        public SettingsTask IgnoreGeneratedResult(Func<GeneratedSourceResult, bool> shouldIgnore)
        {
            isIgnored = shouldIgnore;
            return this;
        }

        public Task ToTask() => compare(parameters, isIgnored);

        public TaskAwaiter GetAwaiter() => ToTask().GetAwaiter();
    }

    public sealed class VerifyException(string message) : Exception(message);

    /// <summary>One text to compare: a source, which has a name, or the diagnostics, which have none.</summary>
    internal sealed record Target(string? Name, string Extension, string Text);

    internal sealed record FilePair(string Received, string Verified);

    internal static class SnapshotEngine
    {
        private static readonly UTF8Encoding Encoding = new(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true);
        private static readonly ConcurrentDictionary<string, byte> Used = new(StringComparer.OrdinalIgnoreCase);

        /// <summary>DiffEngine knows many build servers, but not one that only says CI.</summary>
        public static bool MayLaunch =>
            !DiffRunner.Disabled && !BuildServerDetector.Detected && Environment.GetEnvironmentVariable("CI") is null or "" or "false" or "0";

        /// <summary>Two comparisons of one name would each find the other's files stale.</summary>
        public static void Claim(string path)
        {
            if (!Used.TryAdd(path, 0))
            {
                throw new VerifyException($"The prefix has already been used: {path}. A test verifies once; the cases of a theory differ by UseParameters.");
            }
        }

        public static Task Compare(GeneratorDriverRunResult result, string directory, string prefix, bool mayLaunch) =>
            Compare(TargetsOf(result, _ => false), directory, prefix, mayLaunch);

        public static async Task Compare(List<Target> targets, string directory, string prefix, bool mayLaunch)
        {
            Directory.CreateDirectory(directory);
            foreach (string old in FilesOf(directory, prefix, "received")) File.Delete(old);
            if (targets.Count == 0) throw new VerifyException("The generator made neither sources nor diagnostics: there is nothing to verify.");

            List<(FilePair Files, string Text)> fresh = [];
            List<(FilePair Files, string Text, string Old)> different = [];
            List<FilePair> equal = [];
            HashSet<string> stale = new(FilesOf(directory, prefix, "verified"), StringComparer.OrdinalIgnoreCase);
            foreach ((FilePair files, string text) in Pair(targets, Path.Combine(directory, prefix)))
            {
                stale.Remove(files.Verified);
                string? old = Read(files, text);
                if (old is null) fresh.Add((files, text));
                else if (old == text) equal.Add(files);
                else different.Add((files, text, old));
                if (old != text) File.WriteAllText(files.Received, text, Encoding);
            }

            if (mayLaunch) await Launch(fresh.Select(one => one.Files).Concat(different.Select(one => one.Files)), equal, stale);
            if (fresh.Count + different.Count + stale.Count > 0) throw new VerifyException(Message(directory, fresh, different, stale, equal));
        }

        /// <summary>The accepted text; null where there is none. An empty file counts as none.</summary>
        private static string? Read(FilePair files, string received)
        {
            if (!File.Exists(files.Verified)) return null;
            if (new FileInfo(files.Verified).Length == 0)
            {
                File.Delete(files.Verified);
                return null;
            }

            string text = File.ReadAllText(files.Verified, Encoding);
            if (!text.Contains('\r', StringComparison.Ordinal)) return text;
            File.WriteAllText(files.Received, received, Encoding);
            throw new VerifyException(
                $"Verified file must use \\n line endings, but it contains a \\r (carriage return).\nPath: {files.Verified}\n"
                + "The usual cause is git checking the file out with \\r\\n; see .gitattributes.");
        }

        public static List<Target> TargetsOf(string text) => [new(null, "txt", Scrub(text))];

        public static List<Target> TargetsOf(GeneratorDriverRunResult result, Func<GeneratedSourceResult, bool> isIgnored)
        {
            Exception[] exceptions = result.Results.Select(one => one.Exception).OfType<Exception>().ToArray();
            if (exceptions.Length > 0) throw new AggregateException("The generator threw.", exceptions);

            List<Target> targets = [];
            if (!result.Diagnostics.IsEmpty) targets.Add(new(null, "txt", Scrub(DiagnosticsText.Of(result.Diagnostics))));
            foreach (
                GeneratedSourceResult source in result.Results.SelectMany(one =>
                    one.GeneratedSources.Where(source => !isIgnored(source)).OrderBy(source => source.HintName, StringComparer.Ordinal)))
            {
                string file = source.SyntaxTree.FilePath.Length > 0 ? source.SyntaxTree.FilePath : source.HintName;
                string text = Scrub($"//HintName: {source.HintName}\n{source.SourceText}");
                targets.Add(new(FileNames.Sanitize(Path.GetFileNameWithoutExtension(file), FileNames.NotInPaths), Path.GetExtension(file)[1..], text));
            }

            return targets;
        }

        private static IEnumerable<(FilePair Files, string Text)> Pair(List<Target> targets, string path)
        {
            foreach (IGrouping<(string?, string), Target> group in targets.GroupBy(target => (target.Name, target.Extension)))
            {
                int index = 0;
                foreach (Target target in group)
                {
                    // Several of one name are told apart by a number; one on its own has none.
                    string number = group.Count() == 1 ? "" : "." + index++.ToString("D2", CultureInfo.InvariantCulture);
                    string stem = target.Name is null ? path : $"{path}#{target.Name}{number}";
                    yield return (new($"{stem}.received.{target.Extension}", $"{stem}.verified.{target.Extension}"), target.Text);
                }
            }
        }

        private static IEnumerable<string> FilesOf(string directory, string prefix, string kind) => Directory
            .EnumerateFiles(directory, $"{prefix}*.{kind}.*")
            .Where(file =>
                Path.GetFileName(file).StartsWith($"{prefix}.{kind}.", StringComparison.Ordinal)
                    || Path.GetFileName(file).StartsWith(prefix + "#", StringComparison.Ordinal));

        private static string Scrub(string text)
        {
            StringBuilder scrubbed = new(text.ReplaceLineEndings("\n"));
            foreach (Action<StringBuilder> scrubber in VerifierSettings.Scrubbers) scrubber(scrubbed);
            return scrubbed.ToString();
        }

        private static async Task Launch(IEnumerable<FilePair> failed, List<FilePair> equal, IEnumerable<string> stale)
        {
            foreach (FilePair files in equal) DiffRunner.Kill(files.Received, files.Verified);
            foreach (string file in stale) await DiffRunner.AddDeleteAsync(file);
            foreach (FilePair files in failed) await DiffRunner.LaunchForTextAsync(files.Received, files.Verified, Encoding);
        }

        /// <summary>Verify's message, which tools parse.</summary>
        private static string Message(
            string directory,
            List<(FilePair Files, string Text)> fresh,
            List<(FilePair Files, string Text, string Old)> different,
            IReadOnlyCollection<string> stale,
            List<FilePair> equal)
        {
            StringBuilder text = new($"Directory: {directory}\n");
            Section("New", fresh.Select(one => Files(one.Files)));
            Section("NotEqual", different.Select(one => Files(one.Files)));
            Section("Delete", stale.Order(StringComparer.Ordinal).Select(file => $"  - {Path.GetFileName(file)}\n"));
            Section("Equal", equal.Select(Files));
            if (fresh.Count + different.Count == 0) return text.ToString();

            text.Append("\nFileContent:\n\n");
            Section("New", fresh.Select(one => $"\nReceived: {Path.GetFileName(one.Files.Received)}\n{one.Text}\n"));
            if (fresh.Count > 0) text.Append('\n');
            Section(
                "NotEqual",
                different.Select(one =>
                    $"\nReceived: {Path.GetFileName(one.Files.Received)}\n{one.Text}\nVerified: {Path.GetFileName(one.Files.Verified)}\n{one.Old}\n"));
            if (different.Count > 0) text.Append('\n');
            return text.ToString();

            void Section(string title, IEnumerable<string> items)
            {
                string content = string.Concat(items);
                if (content.Length > 0) text.Append(CultureInfo.InvariantCulture, $"{title}:\n{content}");
            }

            static string Files(FilePair files) => $"  - Received: {Path.GetFileName(files.Received)}\n    Verified: {Path.GetFileName(files.Verified)}\n";
        }
    }

    internal static class FileNames
    {
        public const string NotInPaths = "\"<>|:*?";
        private const string NotInValues = NotInPaths + "\\/#";

        public static string Sanitize(string text, string unwanted) =>
            string.Concat(text.Select(c => c < ' ' || unwanted.Contains(c, StringComparison.Ordinal) ? '-' : c));

        /// <summary>The value of a theory's parameter.</summary>
        public static string OfValue(object? value) => value switch
        {
            null => "null",
            string text => Sanitize(text, NotInValues),
            System.Collections.IEnumerable items => string.Join(",", items.Cast<object?>().Select(OfValue)) is { Length: > 0 } list ? list : "[]",
            _ => Sanitize(Convert.ToString(value, CultureInfo.InvariantCulture)!, NotInValues),
        };
    }

    /// <summary>Diagnostics as Verify writes them: JSON without its quotes.</summary>
    internal static class DiagnosticsText
    {
        public static string Of(IEnumerable<Diagnostic> diagnostics) =>
            "{\n  Diagnostics: [\n" + string.Join(",\n", diagnostics.Select(Of)) + "\n  ]\n}";

        private static string Of(Diagnostic diagnostic)
        {
            DiagnosticDescriptor descriptor = diagnostic.Descriptor;
            string description = descriptor.Description.ToString(CultureInfo.InvariantCulture);
            string tags = string.Join(",\n", descriptor.CustomTags.Select(tag => "          " + tag));
            List<string?> members =
            [
                diagnostic.Location == Location.None ? null : $"Location: {Of(diagnostic.Location)}",
                Member("Message", diagnostic.GetMessage(CultureInfo.InvariantCulture)),
                $"Severity: {diagnostic.Severity}",
                diagnostic.WarningLevel == 0 ? null : $"WarningLevel: {Text(diagnostic.WarningLevel)}",
            ];
            List<string?> inner =
            [
                $"Id: {descriptor.Id}",
                Member("Title", descriptor.Title.ToString(CultureInfo.InvariantCulture)),
                string.IsNullOrWhiteSpace(description) ? null : Member("Description", description),
                string.IsNullOrWhiteSpace(descriptor.HelpLinkUri) ? null : $"HelpLink: {descriptor.HelpLinkUri}",
                Member("MessageFormat", descriptor.MessageFormat.ToString(CultureInfo.InvariantCulture)),
                $"Category: {descriptor.Category}",
                $"DefaultSeverity: {descriptor.DefaultSeverity}",
                $"IsEnabledByDefault: {(descriptor.IsEnabledByDefault ? "true" : "false")}",
                tags.Length == 0 ? null : $"CustomTags: [\n{tags}\n        ]",
            ];
            members.Add($"Descriptor: {{\n        {Join(inner, 8)}\n      }}");
            return $"    {{\n      {Join(members, 6)}\n    }}";
        }

        private static string Of(Location location)
        {
            FileLinePositionSpan mapped = location.GetMappedLineSpan();
            string position = mapped.IsValid ? $"{mapped.Path.Replace('/', '\\')}: {mapped.Span}" : "";
            // The space before the position is Verify's: its writer begins the value a second time after the comment.
            return location.SourceTree is null ? position : $"/*\n{Context(location, mapped)}*/\n {position}";
        }

        /// <summary>The lines that the location touches, each underlined, and one line before and after.</summary>
        private static string Context(Location location, FileLinePositionSpan mapped)
        {
            TextLineCollection lines = location.SourceTree!.GetText().Lines;
            StringBuilder text = new();
            int last = Math.Min(mapped.EndLinePosition.Line + 1, lines.Count - 1);
            for (int i = Math.Max(mapped.StartLinePosition.Line - 1, 0); i <= last; i++)
            {
                text.Append(CultureInfo.InvariantCulture, $"{lines[i]}\n");
                if (lines[i].Span.Intersection(location.SourceSpan) is not { } common) continue;
                text.Append(' ', common.Start - lines[i].Start).Append('^', common.Length).Append('\n');
            }

            return text.ToString();
        }

        /// <summary>A value of several lines begins on a line of its own.</summary>
        private static string Member(string name, string value) =>
            !value.Contains('\n', StringComparison.Ordinal) ? $"{name}: {value}" : value.StartsWith('\n') ? $"{name}:{value}" : $"{name}:\n{value}";

        private static string Join(IEnumerable<string?> members, int indent) =>
            string.Join(",\n" + new string(' ', indent), members.Where(member => member is not null));

        private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
    }
}
