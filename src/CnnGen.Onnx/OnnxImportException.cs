using System;

namespace CnnGen.Onnx;

/// <summary>Why a file cannot be imported: which node, of which shapes, and what to do.</summary>
/// <param name="message">The whole message.</param>
/// <param name="inner">What it followed from, if it was an exception.</param>
public sealed class OnnxImportException(string message, Exception? inner = null) : Exception(message, inner);
