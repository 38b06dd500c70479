using System;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace CnnGen.Generator.Model;

/// <summary>
/// One name for each class, by itself: no two classes of a compilation share one, and none depends on which others there are. A name of
/// plain letters and digits stands as it is, its namespaces and the types around it told apart. Every other one (with an underscore,
/// a letter beyond ASCII, type parameters, or too long for a file) is cut to what reads well and gets a hash of all of it behind.
/// </summary>
internal static class UniqueName
{
    private const int Longest = 100, Shown = 80;

    // Windows opens a device, whatever follows the first dot.
    private static readonly string[] Devices = { "CON", "PRN", "AUX", "NUL", "COM", "LPT", "CONIN", "CONOUT" };

    /// <summary>The start of its files' names: <c>Space.Inner.Outer_Net</c>, or <c>Space.My_Net-1234567890abcdef</c>.</summary>
    public static string File(TypeIdentity type) => IsPlain(type) ? Join(type, ".", "_") : HashedFile(type);

    /// <summary>The same with a hash in any case, for names that differ in nothing but case.</summary>
    public static string HashedFile(TypeIdentity type)
    {
        string shown = Cut(Join(type, ".", "_"), dot: '.');
        return (IsDevice(shown) ? "_" : "") + shown + "-" + Hash(type);
    }

    /// <summary>An identifier: <c>Space_Inner_Outer__Net</c>, or <c>Space_My_Net___1234567890abcdef</c>.</summary>
    public static string Identifier(TypeIdentity type)
    {
        string name = IsPlain(type) ? Join(type, "_", "__") : Cut(Join(type, "_", "__"), dot: '_') + "___" + Hash(type);
        return name.All(char.IsLower) ? "@" + name : name;   // it may be a keyword
    }

    private static bool IsPlain(TypeIdentity type)
    {
        string name = Join(type, ".", ".");
        return name.Length <= Longest && name.All(character => IsPlain(character) || character == '.') && !IsDevice(name);
    }

    private static bool IsPlain(char character) => character is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9');

    private static bool IsDevice(string name) =>
        Devices.Contains(name.Split('.', '_')[0].TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9'), StringComparer.OrdinalIgnoreCase);

    private static string Join(TypeIdentity type, string dot, string inside)
    {
        string path = string.Join(inside, type.Path);
        return type.Namespace.Length == 0 ? path : type.Namespace.Replace(".", dot) + dot + path;
    }

    private static string Cut(string name, char dot) =>
        string.Concat(name.Take(Shown).Select(character => IsPlain(character) || character == dot ? character : '_'));

    /// <summary>64 bits of a hash of the full name, the same on every machine.</summary>
    private static string Hash(TypeIdentity type)
    {
        using SHA256 algorithm = SHA256.Create();
        byte[] hash = algorithm.ComputeHash(Encoding.UTF8.GetBytes($"{type.Namespace}|{string.Join("+", type.Path)}"));
        return string.Concat(hash.Take(8).Select(part => part.ToString("x2", CultureInfo.InvariantCulture)));
    }
}
