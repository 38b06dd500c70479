using System;
using System.IO;
using System.Text;
using CnnGen.Tests.Behaviour;
using Xunit;

namespace CnnGen.Tests.Files;

/// <summary>Twenty thousand files with something changed, the same each time: they are read, or refused by the one exception, and never anything else.</summary>
public sealed class MutatedFileTests
{
    private const int Files = 20_000;

    [Fact]
    public void MutatedFile_IsReadOrRefused()
    {
        var source = new Stored(1);
        using var saved = new MemoryStream();
        source.Save(saved);
        byte[] original = saved.ToArray();
        int header = (int)BitConverter.ToInt64(original);

        // The same without metadata, so that shapes and names are judged too.
        byte[] bare = Forged.Of(Forged.TensorsOf(source, "F32", BitConverter.GetBytes));
        var network = new Stored(2);
        float[] parameters = Data.Parameters(network), buffers = Data.Buffers(network);
        int refused = 0;
        for (int i = 0; i < Files; i++)
        {
            byte[] file = Mutate(i % 2 == 0 ? original : bare, new Random(i));
            using Stream stream = i % 3 == 0 ? new Trickle(file) : new MemoryStream(file);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Exception? fault = Record.Exception(() => network.Load(stream));
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated < 2_000_000, $"file {i} took {allocated} bytes");
            if (fault == null)
            {
                // What can be read is a file of that network: numbers alone have changed.
                network.SetParameters(parameters);
                network.SetBuffers(buffers);
                continue;
            }

            refused++;
            Assert.True(fault is InvalidDataException, $"file {i}: {fault}");
            Assert.False(string.IsNullOrWhiteSpace(fault.Message));
            if (i % 50 == 0) AssertUnchanged();
        }

        AssertUnchanged();
        Assert.InRange(refused, Files / 2, Files);   // most, or little was tried
        Assert.InRange(header, 1, original.Length);

        void AssertUnchanged()
        {
            Assert.Equal(parameters, Data.Parameters(network));
            Assert.Equal(buffers, Data.Buffers(network));
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
