using System;

namespace CnnGen.Onnx.Importing;

/// <summary>Something that is not imported. Of a node it says why alone; whoever knows the node puts it before.</summary>
internal sealed class RefusalException(string message) : Exception(message);

/// <summary>What an input of the declaration has to be, which is known only when somebody reads it: the walk begins again with it.</summary>
internal sealed class LayoutException(string input, int[] shape, int[] fileIndexes) : Exception
{
    /// <summary>The input's name in the file.</summary>
    public string Input { get; } = input;

    /// <summary>The shape that the declaration gives it.</summary>
    public int[] Shape { get; } = shape;

    /// <summary>For each of its numbers the place in the file's tensor.</summary>
    public int[] FileIndexes { get; } = fileIndexes;
}
