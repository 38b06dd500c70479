namespace Digits;

/// <summary>The training and the test images of MNIST, or of anything in the same four files.</summary>
internal sealed record Mnist(Dataset Training, Dataset Test)
{
    public static Mnist Load(string directory) => new(LoadPart(directory, "train"), LoadPart(directory, "t10k"));

    private static Dataset LoadPart(string directory, string part)
    {
        IdxFile images = IdxFile.Read(directory, $"{part}-images-idx3-ubyte", Dataset.Side, Dataset.Side);
        IdxFile labels = IdxFile.Read(directory, $"{part}-labels-idx1-ubyte");
        if (labels.Count != images.Count)
        {
            throw new FailureException($"{labels.Path}: {labels.Count:N0} labels for the {images.Count:N0} images of {images.Path}");
        }

        for (int i = 0; i < labels.Count; i++)
        {
            if (labels.Data[i] >= Dataset.Classes)
            {
                throw new FailureException($"{labels.Path}: label {labels.Data[i]} of image {i:N0}; labels are 0 to {Dataset.Classes - 1}");
            }
        }

        return new Dataset(images.Data, labels.Data);
    }
}
