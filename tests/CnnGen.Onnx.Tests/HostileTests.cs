using System;
using System.IO;
using System.Linq;
using System.Text;
using CnnGen.Onnx.Format;
using CnnGen.Onnx.Tests.Export;
using CnnGen.Onnx.Tests.Harness;
using Google.Protobuf;
using Xunit;

namespace CnnGen.Onnx.Tests;

/// <summary>Files that are no models, damaged, or made to harm: refused, within bounded time and memory.</summary>
public sealed class HostileTests
{
    [Theory]
    [InlineData("", "is empty")]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n", "is a Git LFS pointer")]
    [InlineData("<!DOCTYPE html><html>", "is an HTML or XML page")]
    [InlineData("  \n<html>", "is an HTML or XML page")]
    [InlineData("PK\u0003\u0004rest", "is a zip archive")]
    [InlineData("{\"a\": 1}", "is JSON")]
    [InlineData("\u0010\u0000\u0000\u0000\u0000\u0000\u0000\u0000{\"__metadata__\"", "is a safetensors file")]
    [InlineData("hello, this is a text", "no ONNX")]
    public void OtherKinds_AreNamed(string bytes, string message) => Assert.Contains(message, Import.Refused(Encoding.Latin1.GetBytes(bytes)), StringComparison.Ordinal);

    [Fact]
    public void MissingFile_AndFolder_AreNamed()
    {
        Assert.Contains("There is no file", Assert.Throws<OnnxImportException>(() => OnnxImport.Read("/nowhere/model.onnx")).Message, StringComparison.Ordinal);
        Assert.Contains("is a folder", Assert.Throws<OnnxImportException>(() => OnnxImport.Read(Path.GetTempPath())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void HugeConstants_AreNotMade()
    {
        Model model = new Model().Input("x", 0, 4).Integers("s", 1 << 20, 1 << 20).Node("ConstantOfShape", "s", "w").Node("MatMul", "x w", "y").Output("y");
        Assert.Contains("ConstantOfShape 'constantofshape_0'", Import.Refused(model), StringComparison.Ordinal);
        model = new Model().Input("x", 0, 4).Integers("s", 1 << 24);
        for (int i = 0; i < 40; i++) model.Node("ConstantOfShape", "s", $"w{i}");
        model.Node("Add", "w39 x", "y").Output("y");
        Assert.Contains("more than is left of", Import.Refused(model), StringComparison.Ordinal);
    }

    [Fact]
    public void HugeDimensions_AreRefused()
    {
        Model model = new Model().Input("x", 0, 4).Node("Relu", "x", "y").Output("y");
        TensorProto tensor = new() { Name = "w", DataType = 1 };
        tensor.Dims.AddRange([long.MaxValue, 2]);
        model.Proto.Graph.Initializer.Add(tensor);
        Assert.Contains("The tensor 'w'", Import.Refused(model), StringComparison.Ordinal);
        tensor.Dims.Clear();
        tensor.Dims.AddRange([100_000, 100_000]);
        Assert.Contains("The tensor 'w' [100000,100000] is too large", Import.Refused(model), StringComparison.Ordinal);
        tensor.Dims.Clear();
        tensor.Dims.Add(1000);
        Assert.Contains("should have 1000 numbers, and has 0", Import.Refused(model), StringComparison.Ordinal);
    }

    [Fact]
    public void DamagedGraphs_AreRefused()
    {
        Assert.Contains("reads 'z', which nothing makes", Import.Refused(new Model().Input("x", 0, 4).Node("Add", "x z", "y").Output("y")), StringComparison.Ordinal);
        Assert.Contains("The output 'y' is made by nothing", Import.Refused(new Model().Input("x", 0, 4).Node("Relu", "x", "z").Output("y")), StringComparison.Ordinal);
        Assert.Contains("which there is already", Import.Refused(new Model().Input("x", 0, 4).Node("Relu", "x", "y").Node("Tanh", "x", "y").Output("y")), StringComparison.Ordinal);
        Assert.Contains("has a cycle", Import.Refused(new Model().Input("x", 0, 4).Node("Add", "x z", "y").Node("Relu", "y", "z").Output("y")), StringComparison.Ordinal);
    }

    [Fact]
    public void DeepGraphs_NeedNoDeepStack()
    {
        Model model = new Model().Input("x", 0, 4);
        for (int i = 0; i < 50_000; i++) model.Node("Tanh", i == 0 ? "x" : $"t{i}", $"t{i + 1}");
        model.Output("t50000");
        Assert.Contains("Tanh, Tanh", OnnxImport.Read(model.ToBytes(), "model.onnx").Source, StringComparison.Ordinal);
    }

    [Fact]
    public void NestedGraphs_AreRefused()
    {
        GraphProto graph = new();
        for (int i = 0; i < 200; i++)
        {
            GraphProto outer = new();
            NodeProto node = new() { OpType = "If" };
            node.Attribute.Add(new AttributeProto { Name = "then_branch", Type = AttributeProto.Types.AttributeType.Graph, G = graph });
            outer.Node.Add(node);
            graph = outer;
        }

        // Written by hand: the library's own writer has no limit, its reader has.
        Assert.Contains("no ONNX file, or a damaged one", Import.Refused(new ModelProto { Graph = graph }.ToByteArray()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../weights.bin")]
    [InlineData("/etc/passwd")]
    [InlineData("a/../../weights.bin")]
    [InlineData("C:\\weights.bin")]
    public void ExternalData_StaysInTheFolder(string location)
    {
        using Folder folder = new();
        string path = folder.Write("model.onnx", External(location).ToBytes());
        Assert.Contains("which is not in the model's folder", Assert.Throws<OnnxImportException>(() => OnnxImport.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ExternalData_IsRead()
    {
        using Folder folder = new();
        float[] numbers = [1, 2, 3, 4, 5, 6, 7, 8];
        folder.Write("model.onnx.data", [0, 0, 0, 0, .. numbers.SelectMany(BitConverter.GetBytes)]);
        string path = folder.Write("model.onnx", External("model.onnx.data").ToBytes());
        Assert.Equal(numbers, OnnxImport.Read(path).Weights["dense1.weight"].Values);
        Assert.Contains("which is not at hand", Import.Refused(External("model.onnx.data")), StringComparison.Ordinal);

        folder.Write("model.onnx.data", [0, 0, 0, 0, 1, 2]);
        Assert.Contains("the file has 6", Assert.Throws<OnnxImportException>(() => OnnxImport.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ExternalData_BehindALink_IsRefused()
    {
        using Folder folder = new(), other = new();
        other.Write("weights.bin", new byte[64]);
        File.CreateSymbolicLink(Path.Combine(folder.Path, "weights.bin"), Path.Combine(other.Path, "weights.bin"));
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, "sub"), other.Path);
        foreach (string location in new[] { "weights.bin", "sub/weights.bin" })
        {
            string path = folder.Write("model.onnx", External(location).ToBytes());
            Assert.Contains("a link that leads out of the model's folder", Assert.Throws<OnnxImportException>(() => OnnxImport.Read(path)).Message, StringComparison.Ordinal);
        }
    }

    /// <summary>Bytes changed, cut and doubled anywhere: an import or a refusal, and nothing else.</summary>
    [Fact]
    public void Mutations_ThrowNothingElse()
    {
        byte[][] seeds =
        [
            new Model().Input("x", 0, 3, 8, 8).Weight("w", 4, 3, 3, 3).Weight("b", 4).Weight("s", 4).Positive("v", 4).Integers("p", 0, 0, 1, 1, 0, 0, 1, 1).Weight("d", 144, 3)
                .Node("Pad", "x p", "q").Node("Conv", "q w b", "c", ("strides", new[] { 1, 1 }), ("pads", new[] { 0, 0, 0, 0 })).Node("BatchNormalization", "c s b s v", "n", ("epsilon", 0.001))
                .Node("MaxPool", "n", "m", ("kernel_shape", new[] { 2, 2 }), ("strides", new[] { 2, 2 })).Node("Transpose", "m", "t", ("perm", new[] { 0, 2, 3, 1 })).Node("Flatten", "t", "f")
                .Node("Gemm", "f d", "y").Output("y").ToBytes(),
            new Model().Input("x", 1, 5, 7).Weight("w", 1, 12, 5).Weight("r", 1, 12, 4).Integers("zero", 0).Integers("s", 0).Integers("e", 2).Integers("a", 1).Numbers("k", [3], 1, 1, 2)
                .Node("Resize", "x - k", "u").Node("Transpose", "u", "t", ("perm", new[] { 2, 0, 1 })).Node("GRU", "t w r", "g h", ("hidden_size", 4), ("linear_before_reset", 1)).Node("Squeeze", "h zero", "q")
                .Node("Split", "q", "b c", ("axis", 1)).Node("Shape", "q", "z").Node("Concat", "b c", "j", ("axis", 1)).Node("Reshape", "j z", "o").Node("Slice", "o s e a", "l").Node("Softmax", "l", "y").Output("y").ToBytes(),
            Exported.Filled(new Remembered()),
            Exported.Filled(new Lines()),
            new Model().Input("h", 1, 1, 4).Input("x", 1, 7, 5).Weight("w", 1, 12, 5).Weight("r", 1, 12, 4).Weight("s", 4).Integers("zero", 0).Scalar("e", 1e-5f)
                .Node("Transpose", "x", "t", ("perm", new[] { 1, 0, 2 })).Node("GRU", "t w r - - h", "all last", ("hidden_size", 4), ("linear_before_reset", 1)).Node("Squeeze", "last zero", "q")
                .Node("ReduceMean", "q", "mean", ("axes", new[] { -1 })).Node("Sub", "q mean", "d").Node("Mul", "d d", "p").Node("ReduceMean", "p", "v", ("axes", new[] { -1 })).Node("Add", "v e", "a")
                .Node("Sqrt", "a", "o").Node("Div", "d o", "n").Node("Mul", "n s", "y").Output("y").Output("last").ToBytes(),
        ];
        Random random = new(1);
        int imported = 0, refused = 0;
        for (int i = 0; i < 20_000; i++)
        {
            byte[] bytes = (byte[])seeds[i % seeds.Length].Clone();
            for (int k = random.Next(1, 4); k > 0; k--)
            {
                int at = random.Next(bytes.Length);
                switch (random.Next(5))
                {
                    case 0:
                        bytes = bytes[..at];
                        break;
                    case 1:
                        bytes[at] ^= (byte)(1 << random.Next(8));
                        break;
                    case 2:
                        bytes[at] = (byte)(random.Next(2) == 0 ? 0xFF : 0);
                        break;
                    case 3:
                        bytes = [.. bytes[..at], .. bytes[random.Next(bytes.Length)..]];
                        break;
                    default:
                        bytes[at] += (byte)random.Next(-2, 3);
                        break;
                }

                if (bytes.Length == 0) break;
            }

            try
            {
                _ = OnnxImport.Read(bytes, "model.onnx", new OnnxImportOptions { Cut = i % 3 == 0, Fold = i % 5 == 0 }).Source;
                imported++;
            }
            catch (OnnxImportException e)
            {
                Assert.NotEmpty(e.Message);
                refused++;
            }
            catch (Exception e)
            {
                Assert.Fail($"Mutation {i}: {e}");
            }
        }

        Assert.True(imported > 1000 && refused > 1000, $"{imported} imported, {refused} refused");
    }

    private static Model External(string location)
    {
        Model model = new Model().Input("x", 0, 4).Node("Gemm", "x w", "y", ("transB", 1)).Output("y");
        TensorProto tensor = new() { Name = "w", DataType = 1, DataLocation = TensorProto.Types.DataLocation.External };
        tensor.Dims.AddRange([2, 4]);
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = location });
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "offset", Value = "4" });
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "length", Value = "32" });
        model.Proto.Graph.Initializer.Add(tensor);
        return model;
    }

    private sealed class Folder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("cnngen").FullName;

        public string Write(string name, byte[] bytes)
        {
            string path = System.IO.Path.Combine(Path, name);
            File.WriteAllBytes(path, bytes);
            return path;
        }

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
