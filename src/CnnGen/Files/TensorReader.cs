using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace CnnGen.Files;

/// <summary>
/// Reads a safetensors file from front to back, once: the header, then one tensor after the other. It takes the memory of a header that is really there,
/// and a buffer; what the file merely says of its sizes takes none.
/// </summary>
internal sealed class TensorReader
{
    /// <summary>The longest header that is read, and so written. The format allows 100,000,000 bytes; a network needs about 100 for each tensor.</summary>
    public const int LongestHeader = 1 << 24;

    private const int LengthBytes = 8, BufferBytes = 1 << 16;

    private readonly Stream stream;
    private readonly byte[] buffer = new byte[BufferBytes];
    private readonly long dataBytes;
    private long position;   // of the data

    /// <summary>Reads the header and checks that the tensors lie one behind the other from the first byte to the last.</summary>
    /// <param name="stream">The file; it stays open.</param>
    /// <param name="mostTensors">More than that are refused.</param>
    /// <exception cref="InvalidDataException">It is no safetensors file.</exception>
    public TensorReader(Stream stream, int mostTensors)
    {
        this.stream = stream;
        long? left = stream.CanSeek ? stream.Length - stream.Position : null;
        int length = HeaderLength(left);
        (List<StoredTensor> tensors, Dictionary<string, string> metadata) = HeaderParser.Parse(ReadHeader(length), mostTensors);
        Metadata = metadata;
        Tensors = tensors.OrderBy(tensor => tensor.Begin).ThenBy(tensor => tensor.End).ToList();
        foreach (StoredTensor tensor in Tensors)
        {
            if (tensor.Fault is { } fault) throw new InvalidDataException($"'{FileText.Shown(tensor.Name)}' {fault}.");
            if (tensor.Begin != dataBytes)
            {
                string between = tensor.Begin < dataBytes ? "overlaps the tensor before it" : "leaves a hole behind the tensor before it";
                throw new InvalidDataException(
                    $"'{FileText.Shown(tensor.Name)}' {between}: it begins at byte {tensor.Begin} of the data, not at {dataBytes}.");
            }

            dataBytes = tensor.End;
        }

        if (left - LengthBytes - length is { } rest && rest != dataBytes) throw WrongEnd(rest);
    }

    /// <summary>The tensors, in the order in which they lie.</summary>
    public IReadOnlyList<StoredTensor> Tensors { get; }

    /// <summary>What CnnGen has written of it.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Reads the numbers of a tensor, which lies behind what has been read so far.</summary>
    /// <param name="tensor">One of a type that <see cref="StoredNumbers"/> reads.</param>
    /// <param name="values">Room for all of them.</param>
    public void Read<T>(StoredTensor tensor, Span<T> values) where T : unmanaged
    {
        Skip(tensor.Begin - position);
        int size = StoredNumbers.SizeOf(tensor.Type), most = BufferBytes / size;
        while (values.Length > 0)
        {
            int count = Math.Min(values.Length, most);
            ReadOnlySpan<byte> bytes = ReadBytes(count * size);
            StoredNumbers.Read(tensor.Type, bytes, values.Slice(0, count));
            values = values.Slice(count);
        }
    }

    /// <summary>Reads the bytes of a tensor of any type, which lies behind what has been read so far.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="bytes">Room for all of them.</param>
    public void ReadRaw(StoredTensor tensor, Span<byte> bytes)
    {
        Skip(tensor.Begin - position);
        while (bytes.Length > 0)
        {
            ReadOnlySpan<byte> some = ReadBytes(Math.Min(bytes.Length, BufferBytes));
            some.CopyTo(bytes);
            bytes = bytes.Slice(some.Length);
        }
    }

    /// <summary>Goes to the end of the data, which must be the end of the file.</summary>
    public void End()
    {
        Skip(dataBytes - position);
        if (stream.Read(buffer, 0, 1) == 0) return;
        throw new InvalidDataException($"The file goes on behind its {dataBytes} bytes of data: something wrote over a longer file.");
    }

    private void Skip(long count)
    {
        for (; count > BufferBytes; count -= BufferBytes) ReadBytes(BufferBytes);
        ReadBytes((int)count);
    }

    private ReadOnlySpan<byte> ReadBytes(int count)
    {
        int came = Fill(buffer, 0, count);
        position += came;
        return came == count ? buffer.AsSpan(0, count) : throw WrongEnd(position);
    }

    private InvalidDataException WrongEnd(long came)
    {
        string reason = came < dataBytes ? "it is cut off" : "something wrote over a longer file";
        return new($"The header tells of {dataBytes} bytes of data, and the file has {came}: {reason}.");
    }

    private int HeaderLength(long? left)
    {
        int came = Fill(buffer, 0, LengthBytes);
        ulong length = 0;
        for (int i = LengthBytes - 1; i >= 0; i--) length = (length << 8) | buffer[i];
        if (came == LengthBytes && length <= LongestHeader && !(left - LengthBytes < (long)length)) return (int)length;

        // The first bytes of any other file make a number that is far too large, or no brace follows. A length by itself may begin as such a file does.
        came += Fill(buffer, came, ForeignFile.Start - came);
        bool isCutOff = length <= LongestHeader
            && (came <= LengthBytes || buffer[LengthBytes] is (byte)'{' or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n');
        string expected = "A safetensors file begins with the length of its header in 8 bytes";
        if (!isCutOff && ForeignFile.Name(buffer.AsSpan(0, came)) is { } name) throw new InvalidDataException("No safetensors file. " + name);
        if (came < LengthBytes) throw new InvalidDataException($"{expected}; this one ends after {came}.");
        throw new InvalidDataException(length > LongestHeader
            ? $"{expected}; here they say {length}, where at most {LongestHeader} are read."
            : $"{expected}; here they say {length}, and {left - LengthBytes} bytes follow.");
    }

    /// <summary>The header, in memory that grows as it comes.</summary>
    private byte[] ReadHeader(int length)
    {
        var header = new byte[Math.Min(length, BufferBytes)];
        for (int came = 0; came < length;)
        {
            if (came == header.Length) Array.Resize(ref header, (int)Math.Min(length, 2L * header.Length));
            int more = stream.Read(header, came, header.Length - came);
            if (more == 0) throw new InvalidDataException($"The header has {length} bytes, as the file says, and the file ends after {came} of them.");
            came += more;
        }

        return header;
    }

    /// <summary>Fills a part of the buffer, whatever pieces the stream gives; fewer bytes only at its end.</summary>
    private int Fill(byte[] target, int first, int count)
    {
        int came = 0;
        while (came < count && stream.Read(target, first + came, count - came) is > 0 and int more) came += more;
        return came;
    }
}
