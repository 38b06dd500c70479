using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using CnnGen.Tests.Behaviour;
using Xunit;

namespace CnnGen.Tests.Files;

/// <summary>
/// Twenty thousand files with something changed, the same each time: they are read, as another reader reads them, or refused by the one exception, and never
/// anything else.
/// </summary>
public sealed class MutatedFileTests
{
    private const int Files = 20_000;

    [Fact]
    public void MutatedFile_IsReadAsAnotherReadsItOrRefused()
    {
        // No two tensors with the same numbers.
        var source = new Stored(1);
        source.SetParameters(Data.Numbers<float>(Stored.ParameterCount, 3));
        source.SetBuffers(Data.Numbers<float>(Stored.BufferCount, 4));
        byte[][] originals = [.. Originals(source)];
        var network = new Stored(2);
        float[] parameters = Data.Parameters(network), buffers = Data.Buffers(network);
        int refused = 0;
        for (int i = 0; i < Files; i++)
        {
            byte[] file = Mutate(originals[i % originals.Length], new Random(i));
            using Stream stream = i % 3 == 0 ? new Trickle(file) : new MemoryStream(file);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Exception? fault = Load(network, stream);
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            if (allocated >= 2_000_000) Assert.Fail($"file {i} took {allocated} bytes");
            if (fault == null)
            {
                AssertReadAs(file, network, i);
                network.SetParameters(parameters);
                network.SetBuffers(buffers);
                continue;
            }

            refused++;
            if (fault is not InvalidDataException || string.IsNullOrWhiteSpace(fault.Message)) Assert.Fail($"file {i}: {fault}");
            if (i % 50 == 0) AssertUnchanged();
        }

        AssertUnchanged();
        Assert.InRange(refused, Files / 2, Files - (Files / 20));   // most, or little was tried; not all, or little was compared

        void AssertUnchanged()
        {
            Assert.Equal(parameters, Data.Parameters(network));
            Assert.Equal(buffers, Data.Buffers(network));
        }
    }

    private static Exception? Load(Stored network, Stream stream)
    {
        try
        {
            network.Load(stream);
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    /// <summary>A saved file; and files without metadata, so that shapes and names are judged too, whose tensors lie in one order or another.</summary>
    private static IEnumerable<byte[]> Originals(Stored source)
    {
        using var saved = new MemoryStream();
        source.Save(saved);
        (string Name, string Type, string Shape, byte[] Data)[] tensors = [.. Forged.TensorsOf(source, "F32", BitConverter.GetBytes)];
        for (int i = 0; i < 5; i++)
        {
            yield return saved.ToArray();
            yield return Forged.Of(tensors);
            new Random(i).Shuffle(tensors);
        }
    }

    /// <summary>The network has the numbers that stand where the header says, tensor by tensor.</summary>
    private static void AssertReadAs(byte[] file, Stored network, int number)
    {
        int first = 8 + (int)BitConverter.ToInt64(file);
        using var header = JsonDocument.Parse(file.AsMemory(8, first - 8));
        AssertAll(Stored.Description.Parameters, Data.Parameters(network));
        AssertAll(Stored.Description.Buffers, Data.Buffers(network));

        void AssertAll(IReadOnlyList<TensorDescription> tensors, float[] values)
        {
            foreach (TensorDescription tensor in tensors)
            {
                JsonElement entry = header.RootElement.GetProperty(tensor.Name), range = entry.GetProperty("data_offsets");
                Range bytes = (first + range[0].GetInt32())..(first + range[1].GetInt32());
                bool isSame = entry.GetProperty("dtype").GetString() == "F32"
                    && entry.GetProperty("shape").EnumerateArray().Select(axis => axis.GetInt32()).SequenceEqual(tensor.Shape)
                    && MemoryMarshal.AsBytes(values.AsSpan(tensor.Offset, tensor.Count)).SequenceEqual(file.AsSpan(bytes));
                if (!isSame) Assert.Fail($"file {number}: {tensor.Name} is not what the file has");
            }
        }
    }

    /// <summary>One to three changes, most of them in the header.</summary>
    private static byte[] Mutate(byte[] original, Random random)
    {
        byte[] file = [.. original];
        int header = (int)BitConverter.ToInt64(original);
        for (int changes = random.Next(1, 4); changes > 0 && file.Length > 16; changes--)
        {
            int end = Math.Min(file.Length, 8 + header), at = random.Next(8, end);
            switch (random.Next(12))
            {
                case 0:   // any byte anywhere
                    file[random.Next(file.Length)] = (byte)random.Next(256);
                    break;
                case 1:   // a bit of the header
                    file[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:   // the length
                    file[random.Next(8)] = (byte)random.Next(256);
                    break;
                case 3:   // a length that is near
                    BitConverter.TryWriteBytes(file, header + random.Next(-20, 21));
                    break;
                case 4:   // cut off
                    file = file[..random.Next(file.Length)];
                    break;
                case 5:   // something behind
                    file = [.. file, .. new byte[random.Next(1, 300)]];
                    break;
                case 6:   // a digit: offsets and shapes overlap, leave holes, do not agree
                    at = Array.FindIndex(file, at, end - at, value => value is >= (byte)'0' and <= (byte)'9');
                    if (at >= 0) file[at] = (byte)('0' + random.Next(10));
                    break;
                case 7:   // a character that JSON knows
                    file[at] = (byte)"{}[],:\"\\-+.eE0 \n\t\0"[random.Next(18)];
                    break;
                case 8:   // a piece twice, and the length with it
                    int count = Math.Min(random.Next(1, 60), end - at);
                    file = [.. file[..at], .. file[at..(at + count)], .. file[at..]];
                    BitConverter.TryWriteBytes(file, (long)header + (random.Next(3) == 0 ? 0 : count));
                    break;
                case 9:   // a piece less
                    int less = Math.Min(random.Next(1, 60), end - at);
                    file = [.. file[..at], .. file[(at + less)..]];
                    BitConverter.TryWriteBytes(file, (long)header - (random.Next(3) == 0 ? 0 : less));
                    break;
                case 10:   // a number that is far too large
                    byte[] digits = Encoding.ASCII.GetBytes(random.Next(2) == 0 ? "9223372036854775807" : "18446744073709551615");
                    if (at + digits.Length < file.Length) digits.CopyTo(file, at);
                    break;
                default:   // no UTF-8
                    file[at] = (byte)random.Next(0x80, 0x100);
                    break;
            }
        }

        return file;
    }
}
