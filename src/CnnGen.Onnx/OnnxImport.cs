using System;
using System.IO;
using CnnGen.Onnx.Importing;
using CnnGen.Onnx.Importing.Graphs;
using CnnGen.Onnx.Importing.Layers;
using CnnGen.Onnx.Importing.Operators;
using CnnGen.Onnx.Importing.Printing;
using CnnGen.Onnx.Importing.Reading;
using CnnGen.Onnx.Importing.Rewriting;

namespace CnnGen.Onnx;

/// <summary>Imports ONNX models as declarations of CnnGen.</summary>
public static class OnnxImport
{
    /// <summary>Reads a model. Nothing is written.</summary>
    /// <param name="path">The file. Weights that it keeps in other files are read from its own folder only.</param>
    /// <param name="options">How; null: as <see cref="OnnxImportOptions"/> says by default.</param>
    /// <returns>The declaration and its weights.</returns>
    /// <exception cref="OnnxImportException">
    /// The file is no ONNX model, is damaged, or has what no attribute declares; the message says what and where.
    /// </exception>
    public static OnnxImportResult Read(string path, OnnxImportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Refusing(() => Import(ModelFile.Read(path), options ?? new OnnxImportOptions()));
    }

    /// <summary>Reads a model from memory.</summary>
    /// <param name="model">The bytes of the file.</param>
    /// <param name="name">What the file is called, for messages and for the class: <c>model.onnx</c>.</param>
    /// <param name="options">How; null: as <see cref="OnnxImportOptions"/> says by default.</param>
    /// <returns>The declaration and its weights.</returns>
    /// <exception cref="OnnxImportException">As of the other overload; also where weights are in other files, which memory does not have.</exception>
    public static OnnxImportResult Read(ReadOnlyMemory<byte> model, string name, OnnxImportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Refusing(() => Import(new ModelFile(Path.GetFileName(name), null, model), options ?? new OnnxImportOptions()));
    }

    /// <summary>What is in a model, whether or not it can be imported.</summary>
    /// <exception cref="OnnxImportException">The file is no ONNX model, or is damaged.</exception>
    internal static Survey Survey(string path, OnnxImportOptions options) =>
        Refusing(() => Importing.Survey.Of(GraphReader.Read(ModelFile.Read(path), options), options));

    // Stages, each data in and data out.
    private static OnnxImportResult Import(ModelFile file, OnnxImportOptions options)
    {
        if (options.Freeze && !options.Train) throw new RefusalException("Freeze is of a network to train, which Train makes of it.");
        string className = ClassName.Of(file.Name, options.ClassName);
        ClassName.CheckNamespace(options.Namespace);
        Graph graph = GraphReader.Read(file, options);
        try
        {
            // What we wrote needs no cut.
            return Import(graph, className, graph.IsOwn ? options with { Cut = false } : options);
        }
        catch (RefusalException) when (graph.IsOwn)
        {
            // Another program may have changed what we wrote: then it is a file like others.
            return Import(graph with { IsOwn = false }, className, options);
        }
    }

    private static OnnxImportResult Import(Graph graph, string className, OnnxImportOptions options)
    {
        LayerGraph layers = Translator.Translate(graph, options);
        layers = Rewriter.Rewrite(layers, options);
        Lineup lineup = Lineup.Of(layers, className);
        return SourcePrinter.Print(graph, layers, lineup, className, options);
    }

    private static TResult Refusing<TResult>(Func<TResult> read)
    {
        try
        {
            return read();
        }
        catch (RefusalException refusal)
        {
            throw new OnnxImportException(refusal.Message, refusal);
        }
    }
}
