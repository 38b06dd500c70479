using System.Linq;
using CnnGen.Runtime;
using Xunit;

namespace CnnGen.Tests;

public class TranspositionTests
{
    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(3, 5, 5, 3)]
    [InlineData(4, 4, 4, 4)]
    [InlineData(16, 8, 8, 16)]
    [InlineData(17, 9, 11, 20)]
    [InlineData(33, 6, 6, 40)]
    public void Copy_PutsRowsIntoColumns_AndTouchesNothingElse(int rows, int columns, int sourceStride, int destinationStride)
    {
        float[] source = Enumerable.Range(1, ((rows - 1) * sourceStride) + columns).Select(number => (float)number).ToArray();
        float[] destination = new float[((columns - 1) * destinationStride) + rows];
        double[] doubles = new double[destination.Length];
        Transposition.Copy(source, sourceStride, destination, destinationStride, rows, columns);
        Transposition.Copy(source.Select(number => (double)number).ToArray(), sourceStride, doubles, destinationStride, rows, columns);

        for (int i = 0; i < destination.Length; i++)
        {
            int column = i / destinationStride, row = i % destinationStride;
            float expected = row < rows ? source[(row * sourceStride) + column] : 0;
            Assert.Equal(expected, destination[i]);
            Assert.Equal(expected, doubles[i]);
        }
    }
}
