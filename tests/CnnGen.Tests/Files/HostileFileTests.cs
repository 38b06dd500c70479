using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using CnnGen.Files;
using CnnGen.Tests.Behaviour;
using Xunit;

namespace CnnGen.Tests.Files;

/// <summary>Files that are none, or try something: each is refused with its reason, in little memory, and changes nothing.</summary>
public sealed class HostileFileTests
{
    // The tensors of StoredTiny: 12 bytes of data.
    private const string
        Weight = "\"dense1.weight\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]}",
        Bias = "\"dense1.bias\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]}",
        Both = Weight + "," + Bias;

    private const string Save = "save_file({k: v.contiguous() for k, v in model.state_dict().items()}, \"model.safetensors\")";

    public static TheoryData<string, string> Headers => new()
    {
        // JSON that is none, or more than that.
        { "{", "at character 1: expected \", found the end" },
        { "", "at character 0: expected {, found the end" },
        { "[]", "at character 0: expected {, found [" },
        { "\uFEFF{" + Both + "}", "at character 0: expected {, found U+FEFF" },
        { "{" + Both + "}x", "expected nothing behind the last brace, found x" },
        { "{" + Both + "}\0", "expected nothing behind the last brace, found U+0000" },
        { "{" + Both + "}{}", "expected nothing behind the last brace" },
        { "{" + Both + ",}", "expected \", found }" },
        { "{" + Weight + " " + Bias + "}", "expected }, found \"" },
        { "{'a':1}", "expected \", found '" },
        { "{\"a" + "\u0001" + "\":{}}", "a string holds a control character" },
        { "{\"a\\x\":{}}", "a string holds an escape that JSON has not" },
        { "{\"a\\u12\":{}}", "a string holds an escape that JSON has not" },
        { "{\"a\\ud83d\":{}}", "a string holds half of a surrogate pair" },
        { "{\"a", "a string has no end" },
        { new string('{', 100_000), "expected \", found {" },
        { "{\"a\":" + new string('[', 100_000), "expected {, found [" },

        // Keys.
        { "{" + Both + "," + Bias + "}", "'dense1.bias' comes twice" },
        { "{" + Both + ",\"dense1\\u002ebias\":{}}", "'dense1.bias' comes twice" },
        { "{" + Both + ",\"__metadata__\":{},\"__metadata__\":{}}", "'__metadata__' comes twice" },
        { "{" + Both + ",\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"}}", "'a' comes twice in the metadata" },
        { "{" + Both + ",\"__metadata__\":{\"a\":1}}", "expected \", found 1" },
        { "{" + Both + ",\"__metadata__\":{\"a\":null}}", "expected \", found n" },
        { "{" + Both + ",\"__metadata__\":[]}", "expected {, found [" },
        { "{\"a\":{}}", "'a' needs dtype, shape, and two data_offsets" },
        { "{\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0]}}", "'a' needs dtype, shape, and two data_offsets" },
        { "{\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0,0]}}", "at most 2 numbers stand here" },
        { "{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\"}}", "'a' has dtype, shape and data_offsets, each once; found 'dtype'" },
        { "{\"a\":{\"extra\":1}}", "'a' has dtype, shape and data_offsets, each once; found 'extra'" },
        { "{\"a\":{\"dtype\":1}}", "expected \", found 1" },
        { "{\"a\":[0,4]}", "expected {, found [" },

        // Numbers.
        { Bad("[-1]", "[0,4]"), "expected a whole number of at least 0, found -" },
        { Bad("[1.0]", "[0,4]"), "expected a whole number of at least 0, found ." },
        { Bad("[1e0]", "[0,4]"), "expected a whole number of at least 0, found e" },
        { Bad("[01]", "[0,4]"), "expected a whole number of at least 0" },
        { Bad("[NaN]", "[0,4]"), "expected a whole number of at least 0, found N" },
        { Bad("[\"1\"]", "[0,4]"), "expected a whole number of at least 0, found \"" },
        { Bad("[18446744073709551614]", "[0,4]"), "18446744073709551614 is more than any file can hold" },
        { Bad($"[{new string('9', 5000)}]", "[0,4]"), new string('9', 30) + "… is more than any file can hold" },
        { Bad("[" + string.Join(",", Enumerable.Repeat("1", 33)) + "]", "[0,4]"), "at most 32 numbers stand here" },

        // Sizes and places.
        { Bad("[2,9223372036854775807]", "[0,4]"), "'a' is [2, 9223372036854775807] of F32, which no file can hold" },
        { Bad("[2]", "[0,4]"), "'a' is [2] of F32, 8 bytes; its range has 4" },
        { Bad("[]", "[0,8]"), "'a' is [] of F32, 4 bytes; its range has 8" },
        { Bad("[2,0]", "[0,8]"), "'a' is [2, 0] of F32, 0 bytes; its range has 8" },
        { Bad("[1]", "[8,4]"), "'a' begins at byte 8 of the data and ends before, at 4" },
        { Bad("[1]", "[4,8]"), "'a' leaves a hole behind the tensor before it: it begins at byte 4 of the data, not at 0" },
        { "{\"a\":{\"dtype\":\"F4\",\"shape\":[3],\"data_offsets\":[0,1]}}", "'a' is [3] of F4, which is no whole number of bytes" },
        { "{\"a\":{\"dtype\":\"I32\",\"shape\":[4],\"data_offsets\":[0,4]}}", "'a' is [4] of I32, 16 bytes; its range has 4" },
        {
            "{" + string.Join(",", Enumerable.Range(0, 10).Select(i => $"\"w{i}\":{{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]}}")) + "}",
            "'w1' overlaps the tensor before it: it begins at byte 0 of the data, not at 12"
        },
        {
            "{" + Weight + ",\"dense1.bias\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
            "'dense1.bias' overlaps the tensor before it: it begins at byte 4 of the data, not at 8"
        },
        {
            "{" + Weight + ",\"b\":{\"dtype\":\"LATER\",\"shape\":[1],\"data_offsets\":[9,12]}}",
            "'b' leaves a hole behind the tensor before it: it begins at byte 9 of the data, not at 8"
        },
        { "{" + Weight + "}", "The header tells of 8 bytes of data, and the file has 12: something wrote over a longer file" },
        { "{}", "The header tells of 0 bytes of data, and the file has 12" },
        {
            "{" + Both + ",\"c\":{\"dtype\":\"F32\",\"shape\":[1000000000000],\"data_offsets\":[12,4000000000012]}}",
            "The header tells of 4000000000012 bytes of data, and the file has 12: it is cut off"
        },

        // Tensors.
        { "{" + Both + ",\"z\":{\"dtype\":\"LATER\",\"shape\":[7],\"data_offsets\":[12,12]}}", "superfluous: z [7]" },
        { "{" + Both + ",\"z\":{\"dtype\":\"F32\",\"shape\":[2,0],\"data_offsets\":[12,12]}}", "superfluous: z [2, 0]" },
        {
            "{" + Both + "," + string.Join(",", Enumerable.Range(0, 2000).Select(i => $"\"{i}\":{{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[12,12]}}")) + "}",
            "more than 1016 tensors, for a network of far fewer"
        },
    };

    public static TheoryData<string, string> Others => new()
    {
        { "", "this one ends after 0" },
        { "1234567", "this one ends after 7" },
        { "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", "here they say 18446744073709551615, where at most 16777216 are read" },
        { "\x01\0\0\0\0\0\0\0\xFF", "The header is not UTF-8" },
        { "\xE8\x03\0\0\0\0\0\0{}", "here they say 1000, and 2 bytes follow" },
        { "PK\x03\x04\0\0\x08\x08\0\0\0\0\0\0\0\0net/data.pkl", "This is a zip archive, as torch.save writes them (.pt, .pth). In Python: from safetensors.torch import save_file; " + Save },
        { "PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0conv1.weight.npy", "This is a NumPy archive (.npz). In Python: import numpy; from safetensors.numpy import save_file;" },
        { "\x80\x02}q\0.", "This is a Python pickle, as older versions of torch.save write them (.pt, .pth). In Python: from safetensors.torch import save_file; " + Save },
        { "\x80\x02\x8A\nl\xFC jPz.", "This is a Python pickle" },
        { "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n", "This is a Git LFS pointer, which stands for the file where that was not downloaded: git lfs pull" },
        { "<!DOCTYPE html><html>", "This is an HTML page" },
        { "\xEF\xBB\xBF\r\n <html>", "This is an HTML page" },
        { "\x93NUMPY\x01\0v\0", "This is a single NumPy array (.npy)" },
        { "\x89HDF\r\n\x1A\n", "This is an HDF5 file" },
        { "{\"metadata\":{}}", "This is JSON without the length before it" },
        { "\x1F\x8B\x08\0\0\0\0\0\0", "This is a gzip archive" },
    };

    [Theory]
    [MemberData(nameof(Headers))]
    public void Header_IsRefusedWithItsReason(string header, string reason) => Refuses(Forged.File(header, new byte[12]), reason);

    [Theory]
    [MemberData(nameof(Others))]
    public void OtherFile_IsNamed(string bytes, string reason) => Refuses(Encoding.Latin1.GetBytes(bytes), reason);

    [Theory]
    [InlineData(0x0280)]     // as a pickle begins
    [InlineData(0x0580)]
    [InlineData(0x8B1F)]     // as gzip
    [InlineData(0x088B1F)]
    [InlineData('{')]
    [InlineData('<')]
    [InlineData(0x3C20)]
    public void FileCutOffInItsHeader_IsTakenForNothingElse(int length)
    {
        byte[] file = [.. BitConverter.GetBytes((long)length), .. Encoding.UTF8.GetBytes(Both.Insert(0, "{")[..12])];
        Refuses(file, $"A safetensors file begins with the length of its header in 8 bytes; here they say {length}, and 12 bytes follow.");
        Refuses(file[..8], $"here they say {length}, and 0 bytes follow.");
        Refuses(file[..7], "this one ends after 7.");
    }

    [Fact]
    public void LongTexts_MakeNoLongMessages()
    {
        string name = new('n', 1_000_000), shown = $"'{new string('n', 200)}…'";
        string tensor = $"\"{name}\":{{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":";
        Shortens($"{{\"{name}\":1}}", "expected {, found 1");
        Shortens($"{{{tensor}[0,4]}},\"{name}\":1}}", shown + " comes twice");
        Shortens($"{{\"__metadata__\":{{\"{name}\":\"1\",\"{name}\":\"2\"}}}}", shown + " comes twice in the metadata");
        Shortens($"{{\"{name}\":{{\"{name}\":1}}}}", $"{shown} has dtype, shape and data_offsets, each once; found {shown}");
        Shortens($"{{\"{name}\":{{}}}}", shown + " needs dtype, shape, and two data_offsets");
        Shortens($"{{{tensor}[4,0]}}}}", shown + " begins at byte 4 of the data and ends before, at 0");
        Shortens($"{{{tensor}[4,8]}}}}", shown + " leaves a hole behind the tensor before it");
        Shortens($"{{{tensor}[0,4]}},{Weight}}}", "'dense1.weight' overlaps the tensor before it");
        Shortens("{" + Both + $",\"{name}\":{{\"dtype\":\"{name}\",\"shape\":[0],\"data_offsets\":[12,12]}}}}", $"superfluous: {shown.Trim('\'')} [0]");

        // No half of a pair is left over.
        Shortens("{\"" + new string('n', 199) + "😀" + name + "\":{}}", $"'{new string('n', 199)}…' needs");

        static void Shortens(string header, string reason)
        {
            byte[] file = Forged.File(header, new byte[12]);
            string message = Assert.Throws<InvalidDataException>(() => new StoredTiny().Load(new MemoryStream(file))).Message;
            Assert.Contains(reason, message);
            Assert.InRange(message.Length, 1, 1000);
        }
    }

    [Fact]
    public void Metadata_IsLimitedAndOnlyCnnGensIsKept()
    {
        string[] entries = [.. Enumerable.Range(0, 1000).Select(i => $"\"{i}\":\"\""), "\"more\":\"\""];
        entries[500] = "\"cnngen.a\":\"b\"";
        byte[] File(int count) => Forged.File("{\"__metadata__\":{" + string.Join(",", entries.Take(count)) + "}," + Both + "}", new byte[12]);
        Assert.Null(Record.Exception(() => new StoredTiny().Load(new MemoryStream(File(1000)))));
        KeyValuePair<string, string> kept = Assert.Single(new TensorReader(new MemoryStream(File(1000)), mostTensors: 2).Metadata);
        Assert.Equal(("cnngen.a", "b"), (kept.Key, kept.Value));
        Refuses(File(1001), "more than 1000 entries of metadata");
    }

    [Fact]
    public void FileThatIsCutOffOrGoesOn_IsRefused()
    {
        byte[] file = Forged.File("{" + Both + "}", new byte[12]);
        for (int length = 0; length < file.Length; length++) Refuses(file[..length], "");
        Refuses([.. file, 0], "The header tells of 12 bytes of data, and the file has 13: something wrote over a longer file", "The file goes on behind its 12 bytes of data");
        Assert.Null(Record.Exception(() => new StoredTiny().Load(new MemoryStream(file))));
    }

    [Fact]
    public void WhatTheFileClaims_TakesNoMemory()
    {
        byte[] header = Forged.File("{\"a\":{\"dtype\":\"F64\",\"shape\":[134217728],\"data_offsets\":[0,1073741824]}}");
        byte[] length = [.. BitConverter.GetBytes(16_000_000L), (byte)'{'];
        byte[][] files = [header, length, [.. BitConverter.GetBytes(long.MaxValue)]];
        foreach (byte[] file in files)
        {
            foreach (Func<Stream> open in (Func<Stream>[])[() => new MemoryStream(file), () => new Trickle(file)])
            {
                var network = new StoredTiny();
                using Stream stream = open();
                long before = GC.GetAllocatedBytesForCurrentThread();
                Assert.Throws<InvalidDataException>(() => network.Load(stream));
                Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
            }
        }
    }

    private static string Bad(string shape, string range) => $"{{\"a\":{{\"dtype\":\"F32\",\"shape\":{shape},\"data_offsets\":{range}}}}}";

    /// <summary>Both as a file and as a stream in pieces, whose end nobody knows before.</summary>
    private static void Refuses(byte[] file, string reason, string? reasonInPieces = null)
    {
        var network = new StoredTiny(3);
        float[] parameters = Data.Parameters(network);
        InvalidDataException refusal = Assert.Throws<InvalidDataException>(() => network.Load(new MemoryStream(file)));
        Assert.Contains(reason, refusal.Message);
        InvalidDataException inPieces = Assert.Throws<InvalidDataException>(() => network.Load(new Trickle(file)));
        if (reasonInPieces != null) Assert.Contains(reasonInPieces, inPieces.Message);
        Assert.Equal(parameters, Data.Parameters(network));
    }
}
